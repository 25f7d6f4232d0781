package org.endoreg.stack.sites;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.stack.suite.SuiteFailure;

/** The certificate authority of both sides, made with {@code deploy/pki/pki.sh} in one folder. */
record Authority(Path root, Path folder) {
  private static final String SERVER = "hub";

  /** Makes what is not there yet, and a fresh revocation list: an old one lets nobody in. */
  void prepare() throws IOException {
    run("ca");
    if (!Files.exists(serverCertificate())) {
      run("server", SERVER);
    }
    run("crl");
  }

  Path certificate() {
    return folder.resolve("ca.pem");
  }

  Path revocationList() {
    return folder.resolve("crl.pem");
  }

  Path serverCertificate() {
    return folder.resolve(SERVER + ".pem");
  }

  Path serverKey() {
    return folder.resolve(SERVER + ".key");
  }

  /** The certificate of a node; made when there is none yet. */
  Path client(String name) throws IOException {
    Path certificate = folder.resolve(name + ".pem");
    if (!Files.exists(certificate)) {
      run("client", name);
    }
    return certificate;
  }

  /** The same with its key, under the password {@code changeit}. */
  Path clientStore(String name) {
    return folder.resolve(name + ".p12");
  }

  private void run(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(root.resolve("deploy/pki/pki.sh").toString(), folder.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new SuiteFailure("deploy/pki/pki.sh " + arguments[0] + " failed: " + said.strip());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SuiteFailure("interrupted");
    }
  }
}
