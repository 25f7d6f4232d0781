package org.endoreg.platform.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.endoreg.contracts.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client most browsers use, as it comes from its makers. */
@QuarkusTest
@QuarkusTestResource(DatabaseTestResource.class)
class TusJsClientTest {
  private static final Path SOURCE = Path.of("src/test/tus-client");
  private static final Path INSTALLED = Path.of("target/tus-client");

  @TempDir Path folder = Path.of("");

  private final TestBoundary boundary;

  TusJsClientTest(TestBoundary boundary) {
    this.boundary = boundary;
  }

  @Test
  void anAbortedUploadIsResumed() throws Exception {
    assertThatItArrives("resume", 12_345_678);
  }

  @Test
  void piecesSentSideBySideBecomeOneFile() throws Exception {
    assertThatItArrives("parallel", 7_654_321);
  }

  private void assertThatItArrives(String mode, int size) throws Exception {
    install();
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path file = Files.write(folder.resolve("file"), bytes);
    String endpoint =
        "http://127.0.0.1:"
            + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class)
            + "/api/uploads/";
    Path log = folder.resolve("client.log");
    int code = run(log, "node", "upload.mjs", endpoint, file.toString(), mode);
    List<String> lines = Files.readAllLines(log);
    assertThat(code).as("%s", lines).isZero();

    FinishedUpload done = boundary.of(TusClient.id(lines.get(lines.size() - 1)));

    assertThat(done.blob().sha256())
        .isEqualTo(Sha256.of(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(done.center().value()).isEqualTo("north");
    assertThat(done.extension()).isEqualTo("mp4");
  }

  private void install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    for (String name : List.of("package.json", "package-lock.json", "upload.mjs")) {
      Files.copy(
          SOURCE.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.isDirectory(INSTALLED.resolve("node_modules/tus-js-client"))) {
      return;
    }
    Path log = folder.resolve("npm.log");
    assumeTrue(run(log, "node", "--version") == 0, "skipped: node is not installed");
    assumeTrue(run(log, "npm", "--version") == 0, "skipped: npm is not installed");
    boolean installed =
        run(log, "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund")
            == 0;
    assumeTrue(installed, "skipped: npm could not fetch tus-js-client");
  }

  /** The exit code; 127, as a shell says it, when there is no such program. */
  private static int run(Path log, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(INSTALLED.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(45, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return 124;
      }
      return process.exitValue();
    } catch (IOException noSuchProgram) {
      return 127;
    }
  }
}
