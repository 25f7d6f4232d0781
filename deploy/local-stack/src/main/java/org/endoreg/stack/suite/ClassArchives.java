package org.endoreg.stack.suite;

import java.util.Arrays;

/** The class archives of all services of a suite. */
public final class ClassArchives {
  private ClassArchives() {}

  /** True when every service of this build and JDK starts with one. */
  public static boolean areKept(SuiteFolder suite) {
    return Arrays.stream(ServiceKind.values())
        .map(kind -> ClassArchive.of(suite, kind.folderName(), kind.application(suite)))
        .allMatch(ClassArchive::isKept);
  }
}
