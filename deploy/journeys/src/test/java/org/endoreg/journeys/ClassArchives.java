package org.endoreg.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.endoreg.backing.Ports;

/**
 * The archives of parsed classes that services write when they first end. The tests start some
 * hundred services, each with two thirds of the processor time once it has its archive, so one
 * suite that only starts and ends comes before all others.
 */
final class ClassArchives {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));
  private static final List<String> SERVICES =
      List.of(
          "ingest-gateway",
          "watcher-agent",
          "anonymizer-service",
          "media-service",
          "knowledge-base-service",
          "transfer-hub");

  private static boolean prepared;

  private ClassArchives() {}

  /** Writes those that are missing for this build and JDK; whoever comes meanwhile waits. */
  static synchronized void require() {
    if (prepared) {
      return;
    }
    prepared = true;
    if (!SERVICES.stream().allMatch(ClassArchives::isThere)) {
      startAndStop();
    }
  }

  private static boolean isThere(String service) {
    Path application = ROOT.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
    String build = Long.toString(application.toFile().lastModified(), Character.MAX_RADIX);
    String name = service + "~" + Runtime.version() + "~" + build + "~*.jsa";
    Path folder = ROOT.resolve(".cache/classes");
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, name)) {
      return archives.iterator().hasNext();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
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
