package org.endoreg.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority made with {@code deploy/pki/pki.sh}, in a folder of its own. */
record TestAuthority(Path folder) {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));

  static TestAuthority in(Path folder) {
    TestAuthority authority = new TestAuthority(folder);
    authority.run("ca");
    authority.run("server", "door");
    return authority;
  }

  Path certificate() {
    return file("ca.pem");
  }

  /** A new client certificate with its key. */
  Path client(String name) {
    run("client", name);
    return clientMade(name);
  }

  /** The one made before. */
  Path clientMade(String name) {
    return file(name + ".p12");
  }

  String fingerprint(String name) {
    return run("fingerprint", name).strip();
  }

  void revoke(String name) {
    run("revoke", name);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  private String run(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(ROOT.resolve("deploy/pki/pki.sh").toString(), folder.toString()));
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
}
