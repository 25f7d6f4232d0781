package org.endoreg.transfer.sending;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.endoreg.platform.startup.HubSettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes the link to the hub from the files of this node, anew when one of them changed, so that a
 * renewed certificate or secret counts at once and connections are kept between transfers.
 * Everything is there, or nothing is sent.
 */
@ApplicationScoped
class HubLinks {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final SenderSettings settings;
  private final String nodeKey;
  private @Nullable Made made;

  /** A link, and what its files were like when it was made. */
  private record Made(HubLink link, List<String> files) {}

  HubLinks(SenderSettings settings, HubSettings hub) {
    this.settings = settings;
    this.nodeKey = hub.transfer().nodeKey();
  }

  /**
   * @throws TransferFailed when a setting or a file is missing or unusable
   */
  synchronized HubLink open() throws TransferFailed {
    List<String> files = files();
    if (made == null || !made.files().equals(files)) {
      made = new Made(make(), files);
    }
    return made.link();
  }

  /** Name, size and time of each file; one that cannot be looked at never equals anything. */
  private List<String> files() {
    return Stream.of(
            settings.secretFile(),
            settings.keyStore(),
            settings.keyStorePasswordFile(),
            settings.trustFile())
        .flatMap(Optional::stream)
        .map(HubLinks::look)
        .toList();
  }

  private static String look(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return file + " " + UUID.randomUUID();
    }
  }

  private HubLink make() throws TransferFailed {
    URI hub = required(settings.hubUrl(), "hub-url");
    if (!"https".equals(hub.getScheme())) {
      throw rejected("hub-url");
    }
    try {
      HttpClient http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT)
              .sslContext(context())
              .build();
      return new HubLink(
          http,
          hub,
          nodeKey,
          text(settings.secretFile(), "secret-file"),
          new HubLink.Patience(settings.answerTimeout(), settings.uploadTimeout()));
    } catch (GeneralSecurityException | IOException unusable) {
      throw rejected("tls");
    }
  }

  private SSLContext context() throws TransferFailed, GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    char[] password =
        text(settings.keyStorePasswordFile(), "key-store-password-file").toCharArray();
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(required(settings.keyStore(), "key-store"))) {
      own.load(file, password);
    }
    keys.init(own, password);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted());
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore trusted() throws TransferFailed, GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    int number = 0;
    try (InputStream pem = Files.newInputStream(required(settings.trustFile(), "trust-file"))) {
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("authority-" + number++, authority);
      }
    }
    return trusted;
  }

  private static String text(Optional<Path> file, String setting)
      throws TransferFailed, IOException {
    String text = Files.readString(required(file, setting)).strip();
    if (text.isEmpty()) {
      throw rejected(setting);
    }
    return text;
  }

  private static <T> T required(Optional<T> value, String setting) throws TransferFailed {
    return value.orElseThrow(() -> rejected(setting));
  }

  private static TransferFailed rejected(String setting) {
    return new TransferFailed(FailureClass.CONFIGURATION_REJECTION, "unusable_" + setting);
  }
}
