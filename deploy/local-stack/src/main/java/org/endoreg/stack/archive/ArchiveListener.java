package org.endoreg.stack.archive;

import java.nio.file.Path;

/** Hears how an archive is sent. Called from several threads. */
public interface ArchiveListener {

  /** Everything was counted, nothing was sent yet. */
  void planned(Plan plan);

  /** A file became this job; {@code reused} when the hub had its bytes already. */
  void sent(String job, boolean reused);

  /** A file was not taken. Its name may name a person: it is for a private list only. */
  void refused(Path path, String code);
}
