package org.endoreg.backing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL refuses to run as root. For root this puts the programs into a user namespace of their
 * own, where they are nobody; where namespaces are forbidden it drops to the user nobody, who then
 * has to own the data.
 */
final class UnprivilegedRun {
  private static final String NOBODY = "65534";

  private final List<String> prefix;

  private UnprivilegedRun(List<String> prefix) {
    this.prefix = prefix;
  }

  static UnprivilegedRun over(Path dataFolder) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new UnprivilegedRun(List.of());
    }
    if (succeeds(List.of("unshare", "-U", "true"))) {
      return new UnprivilegedRun(List.of("unshare", "-U"));
    }
    if (!succeeds(List.of("chown", "-R", NOBODY + ":" + NOBODY, dataFolder.toString()))) {
      throw new BackingFailure("run as an ordinary user: PostgreSQL cannot run as root here");
    }
    return new UnprivilegedRun(
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
  }

  List<String> command(List<String> program) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(program);
    return command;
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
