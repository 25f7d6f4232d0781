package org.endoreg.watcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WakerTest {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  @Test
  @Timeout(30)
  void aPauseEndsWhenAFileComes(@TempDir Path folder) throws Exception {
    try (Waker waker = new Waker(folder)) {
      waker.pause(Duration.ofMillis(1));
      Files.writeString(folder.resolve("a.pdf.part"), "content");
      waker.pause(AN_HOUR);
      Files.move(folder.resolve("a.pdf.part"), folder.resolve("a.pdf"));
      waker.pause(AN_HOUR);
    }
    assertThat(folder.resolve("a.pdf")).exists();
  }

  @Test
  @Timeout(30)
  void withoutEventsAPauseIsJustAPause(@TempDir Path folder) throws Exception {
    try (Waker waker = new Waker(folder.resolve("missing"))) {
      waker.pause(Duration.ofMillis(1));
      waker.pause(Duration.ofMillis(1));
    }
    assertThat(folder).isEmptyDirectory();
  }
}
