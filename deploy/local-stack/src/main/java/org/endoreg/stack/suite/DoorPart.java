package org.endoreg.stack.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * nginx with the configuration of {@code deploy/nginx}, in front of the transfer hub. It reads its
 * revocation list anew when it gets a HUP.
 */
record DoorPart(SuiteFolder folder, NodeDoor door, int transferHubPort) implements Part {
  private static final int PATIENCE_MILLIS = 500;

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public int port() {
    return door.port();
  }

  @Override
  public Process launch() throws IOException {
    Path own = Files.createDirectories(folder.data().resolve("nginx"));
    Path settings = own.resolve("transfer.conf");
    Files.writeString(settings, filled(own));
    return new ProcessBuilder(
            List.of(door.program().toString(), "-p", own.toString(), "-c", settings.toString()))
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(folder.logs().resolve("nginx.log").toFile()))
        .start();
  }

  private String filled(Path own) throws IOException {
    String text = Files.readString(folder.root().resolve("deploy/nginx/transfer.conf"));
    for (Map.Entry<String, String> value : values(own).entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  private Map<String, String> values(Path own) {
    boolean root = System.getProperty("user.name").equals("root");
    return Map.of(
        "LISTEN", "127.0.0.1:" + door.port(),
        "CERTIFICATE", door.certificate().toString(),
        "KEY", door.key().toString(),
        "CLIENT_CA", door.clientAuthority().toString(),
        "CRL", door.revocationList().toString(),
        "TRANSFER_HUB", "127.0.0.1:" + transferHubPort,
        "LOGS", folder.logs().toString(),
        "TEMP", own.toString(),
        "USER", root ? "user root root;" : "");
  }

  @Override
  public boolean isReady() {
    try (Socket probe = new Socket()) {
      probe.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()), PATIENCE_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void stop(Process process) {
    process.destroy();
  }
}
