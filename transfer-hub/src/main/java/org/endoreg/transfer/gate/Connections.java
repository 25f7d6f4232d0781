package org.endoreg.transfer.gate;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.endoreg.platform.startup.HubSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is proven about the connection a request came over: by its own TLS where this service ends
 * it, else by the statements of a proxy, which are believed from trusted addresses only.
 */
@ApplicationScoped
class Connections {
  private final HubSettings.Transfer settings;
  private final Set<String> trustedProxies;

  Connections(HubSettings settings) {
    this.settings = settings.transfer();
    this.trustedProxies = settings.transfer().trustedProxies().map(Set::copyOf).orElseGet(Set::of);
  }

  /**
   * Whether the sender's connection was encrypted, and the SHA-256 of the certificate it was
   * verified with.
   */
  record Evidence(boolean secure, Optional<String> certificate) {
    static final Evidence NONE = new Evidence(false, Optional.empty());
  }

  Evidence evidenceOf(HttpServerRequest request) {
    if (request.isSSL()) {
      return new Evidence(true, peer(request.connection().sslSession()));
    }
    return trustedProxies.contains(request.remoteAddress().hostAddress())
        ? statedByProxy(request)
        : Evidence.NONE;
  }

  private Evidence statedByProxy(HttpServerRequest request) {
    boolean secure = states(request, settings.proxySchemeHeader(), Optional.of("https"));
    boolean verified = states(request, settings.mtlsHeader(), settings.mtlsValue());
    List<String> certificates = request.headers().getAll(settings.certificateHeader());
    return new Evidence(
        secure,
        verified && certificates.size() == 1
            ? StatedCertificate.fingerprint(certificates.get(0))
            : Optional.empty());
  }

  /** A header that is there twice was added by somebody else than the proxy. */
  private static boolean states(
      HttpServerRequest request, Optional<String> header, Optional<String> value) {
    return header.isPresent()
        && value.isPresent()
        && request.headers().getAll(header.get()).equals(List.of(value.get()));
  }

  private static Optional<String> peer(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
      return Optional.of(HexFormat.of().formatHex(digest));
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    } catch (GeneralSecurityException unreadable) {
      return Optional.empty();
    }
  }
}
