package org.endoreg.watcher.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS from PEM files: the client certificate with its key, and the certificates the other side must
 * come from. Nothing else is trusted, in particular not the certificates of the machine.
 */
public final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final char[] IN_MEMORY = "memory".toCharArray();

  private PemFiles() {}

  /**
   * A context that shows the certificate and trusts only the given ones.
   *
   * @throws IOException when a file is unreadable or not what it should be
   */
  public static SSLContext context(Path certificate, Path key, Path trusted) throws IOException {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(identity(certificate, key), IN_MEMORY);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trust(trusted));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      throw new IOException("no usable TLS material", wrong);
    }
  }

  /** The certificates of a PEM file, at least one. */
  public static List<Certificate> certificates(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(bytes);
      if (found.isEmpty()) {
        throw new IOException("no certificate in the file");
      }
      return List.copyOf(found);
    } catch (GeneralSecurityException wrong) {
      throw new IOException("no certificate in the file", wrong);
    }
  }

  /** The unencrypted PKCS #8 key of a PEM file. */
  public static PrivateKey key(Path file) throws IOException {
    Matcher found = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!found.find()) {
      throw new IOException("no PKCS #8 key in the file");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
      return key(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      throw new IOException("no usable key in the file", wrong);
    }
  }

  /** The encoding names its algorithm, but the library wants to be told. */
  private static PrivateKey key(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException anotherOne) {
        // The next one may be it.
      }
    }
    throw new InvalidKeySpecException("unknown algorithm");
  }

  private static KeyStore identity(Path certificate, Path key)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
    store.setKeyEntry("client", key(key), IN_MEMORY, chain);
    return store;
  }

  private static KeyStore trust(Path trusted) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    List<Certificate> certificates = certificates(trusted);
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("trusted-" + i, certificates.get(i));
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
