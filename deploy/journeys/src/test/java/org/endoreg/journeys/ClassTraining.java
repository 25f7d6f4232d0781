package org.endoreg.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.endoreg.backing.Ports;
import org.endoreg.stack.suite.ClassArchives;
import org.endoreg.stack.suite.SuiteFolder;

/**
 * The archives of parsed classes that services write when they first end. The tests start some
 * hundred services, each with two thirds of the processor time once it has its archive, so one
 * suite that only starts and ends comes before all others.
 */
final class ClassTraining {
  private static boolean prepared;

  private ClassTraining() {}

  /** Writes those that are missing for this build and JDK; whoever comes meanwhile waits. */
  static synchronized void require() {
    if (prepared) {
      return;
    }
    prepared = true;
    if (!ClassArchives.areKept(checkout())) {
      startAndStop();
    }
  }

  /** What starts this service alone as cheaply as in a suite. */
  static List<String> optionsOf(String service) {
    require();
    return ClassArchives.optionsOf(checkout(), service);
  }

  private static SuiteFolder checkout() {
    Path root = Path.of(System.getProperty("hub.root", "."));
    return new SuiteFolder(root, root);
  }

  /** Without archives the tests only take longer, so what fails here fails nothing. */
  private static void startAndStop() {
    try {
      String data = Files.createTempDirectory("endoreg-classes").toString();
      String port = Integer.toString(Ports.free());
      SuiteProcess.run(
          Map.of("ENDOREG_STOP_PATIENCE", "PT60S"),
          "up",
          "--detach",
          "--data",
          data,
          "--port",
          port);
      SuiteProcess.run("down", "--data", data);
    } catch (IOException failed) {
      System.out.println("no class archives: " + failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
