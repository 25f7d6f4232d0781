package org.endoreg.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.endoreg.platform.startup.StartupRefused;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

  @TempDir Path parent = Path.of("");

  @Test
  void theFirstStartMakesPrivateFilesInAPrivateFolder() throws IOException {
    Keyring keys = Keyring.open(dir());
    keys.blobs();
    keys.values("phi");
    keys.secret("pseudonyms");
    assertThat(mode(dir())).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(dir())) {
      assertThat(files.toList())
          .hasSize(4)
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
  }

  @Test
  void laterStartsOpenWhatEarlierOnesClosed() throws GeneralSecurityException {
    byte[] closed = Keyring.open(dir()).values("phi").encrypt(TEXT, TEXT);
    assertThat(Keyring.open(dir()).values("phi").decrypt(closed, TEXT)).isEqualTo(TEXT);
  }

  @Test
  void aSecretIsTheSameOnEveryStartAndAnotherForEachPurpose() {
    byte[] secret = Keyring.open(dir()).secret("pseudonyms");
    assertThat(secret).hasSize(32);
    assertThat(Keyring.open(dir()).secret("pseudonyms")).isEqualTo(secret);
    assertThat(Keyring.open(dir()).secret("tokens")).isNotEqualTo(secret);
  }

  @RepeatedTest(20)
  void servicesThatStartTogetherAgreeOnEveryKey() throws Exception {
    int services = 6;
    CyclicBarrier together = new CyclicBarrier(services);
    ExecutorService threads = Executors.newFixedThreadPool(services);
    try {
      List<Future<String>> secrets = new ArrayList<>();
      for (int i = 0; i < services; i++) {
        Callable<String> start =
            () -> {
              together.await();
              Keyring keys = Keyring.open(dir());
              Aead values = keys.values("phi");
              byte[] closed = values.encrypt(TEXT, TEXT);
              assertThat(Keyring.open(dir()).values("phi").decrypt(closed, TEXT)).isEqualTo(TEXT);
              return HexFormat.of().formatHex(keys.secret("pseudonyms"));
            };
        secrets.add(threads.submit(start));
      }
      List<String> agreed = new ArrayList<>();
      for (Future<String> secret : secrets) {
        agreed.add(secret.get());
      }
      assertThat(agreed.stream().distinct()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--", "rwx------"})
  void aKeyFileOthersCouldReadStopsTheStart(String mode) throws IOException {
    Keyring.open(dir()).secret("pseudonyms");
    Files.setPosixFilePermissions(dir().resolve("kek"), PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> Keyring.open(dir()))
        .isInstanceOf(StartupRefused.class)
        .hasMessageContaining("0600");
  }

  @Test
  void aLinkInPlaceOfAKeyFileStopsTheStart() throws IOException {
    Keyring.open(dir());
    Path elsewhere = Files.move(dir().resolve("kek"), parent.resolve("elsewhere"));
    Files.createSymbolicLink(dir().resolve("kek"), elsewhere);
    assertThatThrownBy(() -> Keyring.open(dir()))
        .isInstanceOf(StartupRefused.class)
        .hasMessageContaining("not a link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"blobs", "phi", "pseudonyms"})
  void aMissingKeyEncryptionKeyIsNeverReplacedWhileSomethingNeedsIt(String purpose)
      throws IOException {
    Keyring keys = Keyring.open(dir());
    switch (purpose) {
      case "blobs" -> keys.blobs();
      case "phi" -> keys.values(purpose);
      default -> keys.secret(purpose);
    }
    Files.delete(dir().resolve("kek"));
    assertThatThrownBy(() -> Keyring.open(dir()))
        .isInstanceOf(StartupRefused.class)
        .hasMessageContaining("kek is missing");
    assertThat(dir().resolve("kek")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not base64 !", "c2hvcnQ="})
  void aDamagedKeyEncryptionKeyStopsTheStartWithoutBeingQuoted(String content) throws IOException {
    Keyring.open(dir());
    Files.writeString(dir().resolve("kek"), content);
    assertThatThrownBy(() -> Keyring.open(dir()))
        .isInstanceOf(StartupRefused.class)
        .hasMessage("endoreg.keys-dir: the key-encryption key cannot be used");
  }

  @Test
  void aKeysetOfAnotherKeyEncryptionKeyStopsTheStart() throws IOException {
    Keyring.open(dir()).blobs();
    Path other = parent.resolve("other");
    Keyring.open(other);
    Files.delete(dir().resolve("kek"));
    Files.move(other.resolve("kek"), dir().resolve("kek"));
    assertThatThrownBy(() -> Keyring.open(dir()).blobs())
        .isInstanceOf(StartupRefused.class)
        .hasMessageContaining("blobs.keyset cannot be opened");
  }

  @Test
  void aKeysetRenamedToAnotherPurposeDoesNotOpen() throws IOException {
    Keyring.open(dir()).values("phi");
    Files.move(dir().resolve("phi.keyset"), dir().resolve("audit.keyset"));
    assertThatThrownBy(() -> Keyring.open(dir()).values("audit"))
        .isInstanceOf(StartupRefused.class);
  }

  private Path dir() {
    return parent.resolve("keys");
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
