package org.endoreg.transfer.nodes;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A client certificate by its SHA-256 and, where the certificate itself was given, its end. */
public record ClientCertificate(String fingerprint, Optional<Instant> notAfter) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  /**
   * A certificate as text.
   *
   * @param text PEM, or the SHA-256 of the DER form in 64 lower-case hexadecimal digits
   * @throws IllegalArgumentException for anything else
   */
  public static ClientCertificate of(String text) {
    String stripped = text.strip();
    return FINGERPRINT.matcher(stripped).matches()
        ? new ClientCertificate(stripped, Optional.empty())
        : ofPem(stripped);
  }

  private static ClientCertificate ofPem(String pem) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new ClientCertificate(
          HexFormat.of().formatHex(digest), Optional.of(certificate.getNotAfter().toInstant()));
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalArgumentException("neither a certificate nor a fingerprint", unreadable);
    }
  }
}
