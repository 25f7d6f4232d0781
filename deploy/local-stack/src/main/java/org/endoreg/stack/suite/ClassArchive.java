package org.endoreg.stack.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of one service as its JVM keeps them after parsing, written when the service first
 * ends and mapped by later starts, which saves much of a start's processor time. The JVM checks an
 * archive before it uses it: one that is stale, damaged, foreign or missing costs only that gain.
 *
 * @param file the archive, one per service and JDK
 * @param application the jar whose classes it holds; a newer jar makes it stale
 */
record ClassArchive(Path file, Path application) {
  private static final int FIRST_TO_RENEW_BY_ITSELF = 19;

  /** The archive of a service below {@code folder} for the JDK in use. */
  static ClassArchive in(Path folder, String service, Path application) {
    return new ClassArchive(
        folder.resolve(service + "-" + Runtime.version() + ".jsa"), application);
  }

  /** What to tell the JVM; nothing where the folder cannot be written. */
  List<String> jvmOptions() {
    try {
      Files.createDirectories(file.getParent());
      return options(Runtime.version().feature());
    } catch (IOException readOnly) {
      return List.of();
    }
  }

  private List<String> options(int feature) throws IOException {
    // what the JVM says about an archive it does not use is no fault of the service
    String silent = "-Xlog:cds*=error";
    if (feature >= FIRST_TO_RENEW_BY_ITSELF) {
      return List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file, silent);
    }
    String purpose = isCurrent() ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
    return List.of(purpose + file, silent);
  }

  private boolean isCurrent() throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(application)) > 0;
  }
}
