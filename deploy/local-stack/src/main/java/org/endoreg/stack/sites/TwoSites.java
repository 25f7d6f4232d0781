package org.endoreg.stack.sites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.stack.suite.NodeDoor;
import org.endoreg.stack.suite.SignIn;
import org.endoreg.stack.suite.Suite;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteListener;
import org.endoreg.stack.suite.SuiteOptions;
import org.endoreg.stack.suite.SuiteShape;
import org.jspecify.annotations.Nullable;

/**
 * A central hub and a site node on this machine: each with its own database server, broker, blobs
 * and keys, nothing shared but the identity provider, which keeps a realm for each. Between them is
 * nginx, or the hub's own mutual TLS where there is no nginx.
 */
public final class TwoSites implements AutoCloseable {
  private static final String SITE_REALM = "site";
  private static final String NOBODY = "192.0.2.1";

  private final Plan plan;
  private final Authority authority;
  private final SignIn.OwnKeycloak signIn;
  private @Nullable Suite hub;
  private @Nullable Suite site;

  /**
   * What is to be started: four ports in a row from {@code port} on; without an {@code nginx} the
   * hub ends TLS itself. {@code through} is the port the site reaches the hub's door by, where it
   * is not the door's own.
   */
  public record Plan(
      Path data,
      Path root,
      int port,
      List<String> centers,
      int settleSeconds,
      Optional<Path> nginx,
      Optional<Integer> through) {
    /** Folder of the central hub. */
    public SuiteFolder hub() {
      return new SuiteFolder(data.resolve("hub"), root);
    }

    /** Folder of the site. */
    public SuiteFolder site() {
      return new SuiteFolder(data.resolve("site"), root);
    }

    int identityPort() {
      return port + 1;
    }

    int sitePort() {
      return port + 2;
    }

    int doorPort() {
      return port + 3;
    }

    /** The site's page under another name than the hub's, so that their cookies stay apart. */
    public String sitePage() {
      return "http://localhost:" + sitePort();
    }

    /** The hub's page. */
    public String hubPage() {
      return "http://127.0.0.1:" + port;
    }

    String doorAddress() {
      return "https://localhost:" + through.orElse(doorPort());
    }
  }

  /** Nothing runs yet. */
  public TwoSites(Plan plan) {
    this.plan = plan;
    this.authority = new Authority(plan.root(), plan.data().resolve("pki"));
    this.signIn =
        new SignIn.OwnKeycloak(
            plan.identityPort(),
            List.of(
                new SignIn.Guest(
                    SITE_REALM,
                    plan.site(),
                    plan.centers(),
                    List.of(plan.sitePage(), "http://127.0.0.1:" + plan.sitePort()))));
  }

  /** Starts the central hub and its door. */
  public void startHub(SuiteListener listener) throws IOException {
    requireFree(plan.sitePort());
    requireFree(plan.doorPort());
    plan.hub().create();
    plan.site().create();
    authority.prepare();
    hub = Suite.start(plan.hub(), hubOptions(), listener);
  }

  /** Starts the site, which {@code papers} tell how to send to the hub. */
  public void startSite(Map<String, String> papers, SuiteListener listener) throws IOException {
    SuiteOptions options =
        new SuiteOptions(
            plan.sitePort(),
            plan.centers(),
            plan.settleSeconds(),
            DeploymentRole.SITE_NODE,
            new SignIn.Elsewhere(signIn.issuerOf(SITE_REALM)),
            new SuiteShape(Set.of(), Map.of(), papers, Optional.empty()));
    site = Suite.start(plan.site(), options, listener);
  }

  SitePapers papers() {
    return new SitePapers(plan.site(), authority);
  }

  private SuiteOptions hubOptions() {
    return new SuiteOptions(
        plan.port(),
        plan.centers(),
        plan.settleSeconds(),
        DeploymentRole.CENTRAL_HUB,
        signIn,
        new SuiteShape(
            Set.of("anonymizer-service", "watcher-agent"),
            Map.of(
                "ENDOREG_TRANSFER_ENABLED",
                "true",
                "ENDOREG_TRANSFER_TRUSTED_PROXIES",
                plan.nginx().isPresent() ? "127.0.0.1" : NOBODY),
            plan.nginx().isPresent() ? Map.of() : directTls(),
            plan.nginx().map(this::door)));
  }

  private NodeDoor door(Path program) {
    return new NodeDoor(
        program,
        plan.doorPort(),
        authority.serverCertificate(),
        authority.serverKey(),
        authority.certificate(),
        authority.revocationList());
  }

  private Map<String, String> directTls() {
    String tls = "QUARKUS_HTTP_SSL_CERTIFICATE_";
    return Map.of(
        "ENDOREG_TRANSFER_ENABLED",
        "true",
        "ENDOREG_TRANSFER_TRUSTED_PROXIES",
        NOBODY,
        "QUARKUS_HTTP_SSL_PORT",
        Integer.toString(plan.doorPort()),
        tls + "FILES",
        authority.serverCertificate().toString(),
        tls + "KEY_FILES",
        authority.serverKey().toString(),
        tls + "TRUST_STORE_FILES",
        authority.certificate().toString(),
        tls + "TRUST_STORE_FILE_TYPE",
        "PEM");
  }

  private static void requireFree(int port) {
    if (!Ports.isFree(port)) {
      throw new SuiteFailure(
          "port " + port + " is in use by another program; choose four others with --port");
    }
  }

  /** Blocks until the hub is stopped. */
  public void awaitEnd() throws InterruptedException {
    if (hub != null) {
      hub.awaitEnd();
    }
  }

  /** Stops both at the same time, so that neither starts a part again that is just ending. */
  @Override
  public synchronized void close() throws IOException {
    List<Suite> running = Stream.of(site, hub).filter(Objects::nonNull).toList();
    site = null;
    hub = null;
    try {
      running.parallelStream().forEach(TwoSites::stop);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private static void stop(Suite suite) {
    try {
      suite.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
