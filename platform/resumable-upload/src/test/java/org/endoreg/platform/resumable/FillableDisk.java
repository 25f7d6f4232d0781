package org.endoreg.platform.resumable;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.endoreg.platform.blob.FreeSpace;

/** A disk that a test can fill without filling one. */
@Alternative
@Priority(1)
@Singleton
public class FillableDisk implements FreeSpace {
  final AtomicLong free = new AtomicLong(Long.MAX_VALUE);

  @Override
  public long usable(Path folder) {
    return free.get();
  }
}
