package org.endoreg.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.endoreg.backing.Ports;

/**
 * A real nginx with the configuration of {@code deploy/nginx} before the transfer hub of the
 * running hub, and the authority its clients are verified by.
 */
final class TransferDoor implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));

  private final Path folder;
  private final int port;
  private final Process nginx;

  private TransferDoor(Path folder, int port, Process nginx) {
    this.folder = folder;
    this.port = port;
    this.nginx = nginx;
  }

  static boolean isPossible() {
    return Files.isExecutable(Path.of("/usr/sbin/nginx"));
  }

  static TransferDoor open(SuiteProcess hub) throws IOException {
    Path folder = Files.createTempDirectory("endoreg-door");
    pki(folder, "ca");
    pki(folder, "server", "door");
    int port = Ports.free();
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(
        settings,
        filled(
            Map.of(
                "LISTEN", "127.0.0.1:" + port,
                "CERTIFICATE", pkiFile(folder, "door.pem").toString(),
                "KEY", pkiFile(folder, "door.key").toString(),
                "CLIENT_CA", pkiFile(folder, "ca.pem").toString(),
                "CRL", pkiFile(folder, "crl.pem").toString(),
                "TRANSFER_HUB", "127.0.0.1:" + hub.part("transfer-hub").port(),
                "LOGS", folder.toString(),
                "TEMP", folder.toString(),
                "USER", System.getProperty("user.name").equals("root") ? "user root root;" : "")));
    Process nginx =
        new ProcessBuilder("/usr/sbin/nginx", "-p", folder.toString(), "-c", settings.toString())
            .inheritIO()
            .start();
    await().atMost(Duration.ofSeconds(20)).until(() -> listens(port));
    return new TransferDoor(folder, port, nginx);
  }

  String address() {
    return "https://localhost:" + port;
  }

  Path authority() {
    return pkiFile(folder, "ca.pem");
  }

  /** A new certificate of our authority. */
  Path client(String name) {
    pki(folder, "client", name);
    return pkiFile(folder, name + ".p12");
  }

  /** The certificate made for this name before. */
  Path certificateOf(String name) {
    return pkiFile(folder, name + ".p12");
  }

  String fingerprint(String name) {
    return pki(folder, "fingerprint", name).strip();
  }

  /** Revokes a certificate and lets nginx read the list anew. */
  void revoke(String name) throws IOException, InterruptedException {
    pki(folder, "revoke", name);
    new ProcessBuilder("kill", "-HUP", Long.toString(nginx.pid())).start().waitFor();
  }

  private static boolean listens(int port) {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String filled(Map<String, String> values) throws IOException {
    String text = Files.readString(ROOT.resolve("deploy/nginx/transfer.conf"));
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  private static Path pkiFile(Path folder, String name) {
    return folder.resolve("pki").resolve(name);
  }

  private static String pki(Path folder, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ROOT.resolve("deploy/pki/pki.sh").toString(), folder.resolve("pki").toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      return output;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    nginx.destroy();
  }
}
