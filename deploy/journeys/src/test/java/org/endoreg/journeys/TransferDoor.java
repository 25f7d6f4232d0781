package org.endoreg.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.stack.suite.NodeDoor;

/**
 * What stands before the transfer hub for other nodes: a real nginx with the configuration of
 * {@code deploy/nginx}, or the transfer hub's own TLS. Clients are verified by one authority.
 */
public final class TransferDoor implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");

  private final TestAuthority authority;
  private final int port;
  private final AutoCloseable door;
  private final Optional<Proxy> proxy;

  private TransferDoor(
      TestAuthority authority, int port, AutoCloseable door, Optional<Proxy> proxy) {
    this.authority = authority;
    this.port = port;
    this.door = door;
    this.proxy = proxy;
  }

  public static boolean isPossible() {
    return NodeDoor.program(ROOT).isPresent();
  }

  /** Behind the nginx of {@code deploy/nginx}. */
  public static TransferDoor open(SuiteProcess hub) throws IOException {
    return behind("nginx/transfer.conf", hub, TransferDoor::nginx);
  }

  static boolean isPossibleWithHaproxy() {
    return Files.isExecutable(HAPROXY);
  }

  /** Behind the HAProxy of {@code deploy/haproxy}. */
  static TransferDoor openHaproxy(SuiteProcess hub) throws IOException {
    return behind("haproxy/transfer.cfg", hub, TransferDoor::haproxy);
  }

  private interface Start {
    Proxy with(Path settings) throws IOException;
  }

  private static Proxy nginx(Path settings) throws IOException {
    String program = NodeDoor.program(ROOT).orElseThrow().toString();
    String folder = settings.resolveSibling("").toString();
    return new Proxy(List.of(program, "-p", folder, "-c", settings.toString()), "HUP");
  }

  private static Proxy haproxy(Path settings) throws IOException {
    return new Proxy(List.of(HAPROXY.toString(), "-W", "-f", settings.toString()), "USR2");
  }

  private static TransferDoor behind(String template, SuiteProcess hub, Start start)
      throws IOException {
    Path folder = Files.createTempDirectory("endoreg-door");
    TestAuthority authority = TestAuthority.in(folder.resolve("pki"));
    int port = Ports.free();
    Path settings = folder.resolve(Path.of(template).getFileName());
    Files.writeString(
        settings,
        filled(
            template,
            Map.of(
                "LISTEN", "127.0.0.1:" + port,
                "CERTIFICATE", certificateWithKey(authority).toString(),
                "KEY", authority.file("door.key").toString(),
                "CLIENT_CA", authority.certificate().toString(),
                "CRL", authority.file("crl.pem").toString(),
                "TRANSFER_HUB", "127.0.0.1:" + hub.part("transfer-hub").port(),
                "LOGS", Files.createDirectories(folder.resolve("logs")).toString(),
                "TEMP", folder.toString(),
                "USER", System.getProperty("user.name").equals("root") ? "user root root;" : "")));
    Proxy proxy = start.with(settings);
    await().atMost(Duration.ofSeconds(20)).until(() -> listens(port));
    return new TransferDoor(authority, port, proxy, Optional.of(proxy));
  }

  /** nginx reads the certificate of it and takes the key from its own file. */
  private static Path certificateWithKey(TestAuthority authority) throws IOException {
    return Files.writeString(
        authority.file("door-with-key.pem"),
        Files.readString(authority.file("door.pem"))
            + Files.readString(authority.file("door.key")));
  }

  /** The transfer hub ends TLS itself. */
  static TransferDoor direct(RunningHub hub, Map<String, String> settings) throws IOException {
    Path folder = Files.createTempDirectory("endoreg-direct");
    TestAuthority authority = TestAuthority.in(folder.resolve("pki"));
    int port = Ports.free();
    Map<String, String> own = new LinkedHashMap<>(settings);
    own.put("ENDOREG_TRANSFER_TRUSTED_PROXIES", "192.0.2.1");
    own.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(port));
    String tls = "QUARKUS_HTTP_SSL_CERTIFICATE_";
    own.put(tls + "FILES", authority.file("door.pem").toString());
    own.put(tls + "KEY_FILES", authority.file("door.key").toString());
    own.put(tls + "TRUST_STORE_FILES", authority.certificate().toString());
    own.put(tls + "TRUST_STORE_FILE_TYPE", "PEM");
    TransferHubProcess process = TransferHubProcess.start(hub, folder, own);
    return new TransferDoor(authority, port, process, Optional.empty());
  }

  public String address() {
    return "https://localhost:" + port;
  }

  public Path authority() {
    return authority.certificate();
  }

  /** Where it listens on loopback. */
  public InetSocketAddress place() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Where nginx writes, beside its papers. */
  Path logs() {
    return authority.folder().resolveSibling("logs");
  }

  /** The processes of the proxy, its workers too; none when the hub ends TLS itself. */
  public List<ProcessHandle> processes() {
    return proxy.map(Proxy::processes).orElse(List.of());
  }

  /** Starts the proxy anew when it ended. */
  public void startAgainIfEnded() throws IOException {
    if (proxy.isPresent()) {
      proxy.orElseThrow().startAgainIfEnded();
    }
  }

  /** True when somebody listens there. */
  public boolean listens() {
    return listens(port);
  }

  /** A new certificate of our authority. */
  public Path client(String name) {
    return authority.client(name);
  }

  /** The certificate made for this name before. */
  public Path certificateOf(String name) {
    return authority.clientMade(name);
  }

  public String fingerprint(String name) {
    return authority.fingerprint(name);
  }

  /** Revokes a certificate and lets the proxy read the list anew. */
  void revoke(String name) {
    authority.revoke(name);
    proxy.ifPresent(Proxy::readListAnew);
  }

  private static boolean listens(int port) {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String filled(String template, Map<String, String> values) throws IOException {
    String text = Files.readString(ROOT.resolve("deploy").resolve(template));
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  /** A running proxy, and the signal by which it reads its files anew. */
  private static final class Proxy implements AutoCloseable {
    private final List<String> command;
    private final String readAnew;
    private volatile Process process;

    Proxy(List<String> command, String readAnew) throws IOException {
      this.command = command;
      this.readAnew = readAnew;
      this.process = start(command);
    }

    private static Process start(List<String> command) throws IOException {
      return new ProcessBuilder(command).inheritIO().start();
    }

    List<ProcessHandle> processes() {
      return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    void startAgainIfEnded() throws IOException {
      if (!process.isAlive()) {
        process = start(command);
      }
    }

    void readListAnew() {
      try {
        new ProcessBuilder("kill", "-" + readAnew, Long.toString(process.pid())).start().waitFor();
      } catch (IOException | InterruptedException failed) {
        throw new IllegalStateException(failed);
      }
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (Exception alreadyGone) {
      throw new IllegalStateException(alreadyGone);
    }
  }
}
