package org.endoreg.stack.suite;

import java.util.Arrays;
import java.util.List;

/** The class archives of all services of a suite. */
public final class ClassArchives {
  private ClassArchives() {}

  /** True when every service of this build and JDK starts with one. */
  public static boolean areKept(SuiteFolder suite) {
    return Arrays.stream(ServiceKind.values())
        .map(kind -> ClassArchive.of(suite, kind.folderName(), kind.application(suite)))
        .allMatch(ClassArchive::isKept);
  }

  /** What starts this service with its archive, for those who start it alone; empty without one. */
  public static List<String> optionsOf(SuiteFolder suite, String service) {
    return Arrays.stream(ServiceKind.values())
        .filter(kind -> kind.folderName().equals(service))
        .map(kind -> ClassArchive.of(suite, service, kind.application(suite)))
        .filter(ClassArchive::isKept)
        .flatMap(archive -> archive.jvmOptions().stream())
        .toList();
  }
}
