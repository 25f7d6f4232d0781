package org.endoreg.stack.suite;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keycloak's own distribution as a process. The distribution is shared and never written to: the
 * suite's home folder links to it and holds the suite's own database and realm file.
 */
record KeycloakPart(SuiteFolder folder, Path distribution, int port, int managementPort)
    implements Part {
  private static final List<String> SHARED = List.of("lib", "conf", "providers", "themes");

  /** The address people and services reach it under. */
  String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public String name() {
    return "keycloak";
  }

  /** Makes the home folder and the realm files; done before the first launch. */
  void prepare(List<RealmFile> realms) throws IOException {
    Path home = home();
    Files.createDirectories(home.resolve("data/import"));
    for (String shared : SHARED) {
      Path link = home.resolve(shared);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, distribution.resolve(shared));
    }
    for (RealmFile realm : realms) {
      realm.write(home.resolve("data/import").resolve(realm.name() + "-realm.json"));
    }
  }

  @Override
  public Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.logs().resolve("keycloak.log").toFile()));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", folder.password("keycloak-admin"));
    return builder.start();
  }

  private List<String> command() {
    Path home = home();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms64m",
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:MaxMetaspaceSize=256m",
        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
            + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
        "--add-opens=java.base/java.security=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-Dkc.home.dir=" + home,
        "-Djboss.server.config.dir=" + home.resolve("conf"),
        "-cp",
        home.resolve("lib/quarkus-run.jar").toString(),
        "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
        "start",
        "--optimized",
        "--import-realm",
        "--cache=local",
        "--http-enabled=true",
        "--http-host=127.0.0.1",
        "--http-port=" + port,
        "--http-management-port=" + managementPort,
        "--hostname=" + address());
  }

  @Override
  public boolean isReady() {
    return HttpProbe.isOk(
        URI.create(
            address()
                + "/realms/"
                + SignIn.OwnKeycloak.REALM
                + "/.well-known/openid-configuration"));
  }

  @Override
  public void stop(Process process) {
    process.destroy();
  }

  private Path home() {
    return folder.data().resolve("keycloak");
  }
}
