package org.endoreg.backing;

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

/** Self-signed certificates as PEM and PKCS #12 files, made by the JDK's own tool. */
public final class TestCertificates {
  /** Of every file made here. */
  public static final String PASSWORD = "testpass";

  private final Path folder;

  private TestCertificates(Path folder) {
    this.folder = folder;
  }

  /** The tool takes a second each, so they run side by side. */
  public static TestCertificates in(Path folder, String... names) throws Exception {
    Map<String, Process> running = new LinkedHashMap<>();
    for (String name : names) {
      String san = name.equals("server") ? "ip:127.0.0.1" : "dns:" + name + ".example";
      running.put(name, keytool(folder, name, san));
    }
    TestCertificates certificates = new TestCertificates(folder);
    for (Map.Entry<String, Process> one : running.entrySet()) {
      if (one.getValue().waitFor() != 0) {
        throw new IOException("keytool failed");
      }
      certificates.export(one.getKey());
    }
    return certificates;
  }

  /** The certificate of this name. */
  public Path certificate(String name) {
    return folder.resolve(name + ".crt");
  }

  /** The private key of this name. */
  public Path key(String name) {
    return folder.resolve(name + ".key");
  }

  /** Key and certificate of this name in a PKCS #12 file with the password of {@link #PASSWORD}. */
  public Path keyStore(String name) {
    return folder.resolve(name + ".p12");
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
                "-J-XX:TieredStopAtLevel=1",
                "-J-Xshare:auto",
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
