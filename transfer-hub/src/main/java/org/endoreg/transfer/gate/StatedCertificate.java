package org.endoreg.transfer.gate;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.endoreg.transfer.nodes.ClientCertificate;

/**
 * The certificate a proxy states: as RFC 9440 writes it, as nginx escapes it, or only its SHA-256.
 */
final class StatedCertificate {
  private static final String PEM = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n";

  private StatedCertificate() {}

  /** Its SHA-256 in hexadecimal; empty for text that is none of these. */
  static Optional<String> fingerprint(String header) {
    try {
      return Optional.of(ClientCertificate.of(plain(header)).fingerprint());
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static String plain(String header) {
    if (header.length() > 2 && header.startsWith(":") && header.endsWith(":")) {
      byte[] der = Base64.getDecoder().decode(header.substring(1, header.length() - 1));
      return PEM.formatted(Base64.getMimeEncoder().encodeToString(der));
    }
    return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
