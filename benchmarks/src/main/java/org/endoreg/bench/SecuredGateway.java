package org.endoreg.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;

/**
 * A second instance of a suite's gateway, over the same database and files, that serves TLS itself.
 * It is started the way the first one was, as the kernel tells it.
 */
final class SecuredGateway implements AutoCloseable {
  private final Process process;
  private final int tlsPort;

  private SecuredGateway(Process process, int tlsPort) {
    this.process = process;
    this.tlsPort = tlsPort;
  }

  static SecuredGateway beside(ProcessHandle first, Path folder, OwnCertificate certificate)
      throws IOException, InterruptedException {
    int tlsPort = Ports.free();
    // A class archive belongs to one process.
    List<String> command = told(first, "cmdline").filter(word -> !word.contains(".jsa")).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("secured-gateway.log").toFile());
    builder.environment().clear();
    told(first, "environ")
        .map(setting -> setting.split("=", 2))
        .filter(setting -> setting.length == 2)
        .forEach(setting -> builder.environment().put(setting[0], setting[1]));
    int plainPort = Ports.free();
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(plainPort));
    builder.environment().put("QUARKUS_HTTP_SSL_PORT", Integer.toString(tlsPort));
    builder
        .environment()
        .put("QUARKUS_HTTP_SSL_CERTIFICATE_FILES", certificate.certificate().toString());
    builder
        .environment()
        .put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", certificate.key().toString());
    Process process = builder.start();
    Loopback.awaitListener(process, plainPort, "the gateway with TLS");
    Loopback.awaitListener(process, tlsPort, "the gateway with TLS");
    return new SecuredGateway(process, tlsPort);
  }

  private static Stream<String> told(ProcessHandle process, String what) throws IOException {
    byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), what));
    return Arrays.stream(new String(words, StandardCharsets.UTF_8).split("\0"));
  }

  String address() {
    return "https://127.0.0.1:" + tlsPort;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
