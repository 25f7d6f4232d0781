package org.endoreg.watcher.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Self-signed certificates as PEM files, made by the JDK's own tool. */
final class TestCertificates {
  private static final String PASSWORD = "testpass";

  private final Path folder;

  private TestCertificates(Path folder) {
    this.folder = folder;
  }

  /** The tool takes a second each, so they run side by side. */
  static TestCertificates in(Path folder) throws Exception {
    Map<String, Process> running = new LinkedHashMap<>();
    running.put("server", keytool(folder, "server", "ip:127.0.0.1"));
    running.put("elsewhere", keytool(folder, "elsewhere", "dns:elsewhere.example"));
    running.put("client", keytool(folder, "client", "dns:client.example"));
    running.put("stranger", keytool(folder, "stranger", "dns:stranger.example"));
    TestCertificates certificates = new TestCertificates(folder);
    for (Map.Entry<String, Process> one : running.entrySet()) {
      if (one.getValue().waitFor() != 0) {
        throw new IOException("keytool failed");
      }
      certificates.export(one.getKey());
    }
    return certificates;
  }

  Path certificate(String name) {
    return folder.resolve(name + ".crt");
  }

  Path key(String name) {
    return folder.resolve(name + ".key");
  }

  SSLContext context(String own, String trusted) throws IOException {
    return PemFiles.context(certificate(own), key(own), certificate(trusted));
  }

  private static Process keytool(Path folder, String name, String san) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + san,
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve(name + ".p12").toString(),
                "-storepass",
                PASSWORD))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void export(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(bytes, PASSWORD.toCharArray());
    }
    byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
    Files.writeString(key(name), pem("PRIVATE KEY", key));
    byte[] certificate = store.getCertificate(name).getEncoded();
    Files.writeString(certificate(name), pem("CERTIFICATE", certificate));
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }
}
