package org.endoreg.transfer.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.subtle.X25519;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] HUB = X25519.generatePrivateKey();
  private static final RecipientKey RECIPIENT = RecipientKey.ofPrivate(HUB);
  private static final EnvelopeOpener OPENER =
      new EnvelopeOpener(HubKeys.of(Map.of(RECIPIENT.id(), HUB)));

  static Stream<JsonNode> vectors() throws IOException {
    return StreamSupport.stream(
        JSON.readTree(Node.FOLDER.resolve("envelope.json").toFile()).spliterator(), false);
  }

  static Stream<Arguments> sizes() {
    return Stream.of(1, 4096, Segmented.SEGMENT_BYTES, 2 * Segmented.SEGMENT_BYTES + 7)
        .flatMap(size -> Stream.of(Profile.values()).map(profile -> Arguments.of(profile, size)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aVectorOfTheReferenceProfileOpens(JsonNode vector) throws Exception {
    byte[] key = Base64.getUrlDecoder().decode(vector.path("recipient_private_key").asText());
    MediaEnvelope envelope = EnvelopeReader.read(vector.path("envelope"));
    ByteArrayOutputStream plaintext = new ByteArrayOutputStream();

    open(
        new EnvelopeOpener(HubKeys.of(Map.of(RecipientKey.ofPrivate(key).id(), key))),
        envelope,
        stream(decoded(vector, "ciphertext")),
        plaintext);

    assertThat(plaintext.toByteArray()).isEqualTo(decoded(vector, "plaintext"));
    assertThat(envelope.authenticatedData())
        .asString()
        .isEqualTo(vector.path("authenticated_data").asText());
    assertThat(envelope.fingerprint().value()).isEqualTo(vector.path("fingerprint").asText());
  }

  @Test
  void theVectorsAreWhatTheirDerivationMakes() throws Exception {
    assumeThat(Node.isThere()).as("node is installed").isTrue();
    assertThat(JSON.readTree(Node.run("", "vectors")))
        .isEqualTo(JSON.readTree(Node.FOLDER.resolve("envelope.json").toFile()));
  }

  @Test
  void theSecondImplementationOpensWhatIsSealedHere() throws Exception {
    assumeThat(Node.isThere()).as("node is installed").isTrue();
    byte[] plaintext = bytes(70_000);
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    MediaEnvelope envelope = seal(Profile.ONE_MESSAGE, plaintext, ciphertext).envelope();
    ObjectNode both = JSON.createObjectNode();
    both.set("envelope", envelope.toJson());
    both.put("ciphertext", ciphertext.toByteArray());

    String opened = Node.run(both.toString(), "open", Base64Text.of(HUB).text());

    assertThat(Base64.getDecoder().decode(opened.strip())).isEqualTo(plaintext);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void whatWasSealedOpens(Profile profile, int size) throws Exception {
    byte[] plaintext = bytes(size);
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    EnvelopeSealer.Sealed sealed = seal(profile, plaintext, ciphertext);
    ByteArrayOutputStream opened = new ByteArrayOutputStream();

    EnvelopeOpener.Opened evidence =
        open(
            OPENER,
            EnvelopeReader.read(JSON.readTree(sealed.envelope().toJson().toString())),
            stream(ciphertext.toByteArray()),
            opened);

    assertThat(opened.toByteArray()).isEqualTo(plaintext);
    assertThat(evidence.ciphertextSha256()).isEqualTo(sealed.ciphertextSha256());
    assertThat(evidence.ciphertextSize()).isEqualTo(sealed.ciphertextSize());
    assertThat(evidence.plaintextSize()).isEqualTo(size);
    if (profile == Profile.ONE_MESSAGE) {
      assertThat(sealed.ciphertextSize()).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void anyChangedBitIsFound(Profile profile) throws Exception {
    byte[] plaintext = bytes(2 * Segmented.SEGMENT_BYTES + 100);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    MediaEnvelope envelope = seal(profile, plaintext, sealed).envelope();
    byte[] ciphertext = sealed.toByteArray();
    Random places = new Random(7);
    for (int round = 0; round < 8; round++) {
      byte[] changed = ciphertext.clone();
      changed[places.nextInt(changed.length)] ^= (byte) (1 << places.nextInt(8));
      assertRefused(envelope, changed, EnvelopeRefused.Reason.NOT_AUTHENTIC);
    }
    byte[] shorter = Arrays.copyOf(ciphertext, ciphertext.length - 1);
    assertRefused(envelope, shorter, EnvelopeRefused.Reason.NOT_AUTHENTIC);
    byte[] longer = Arrays.copyOf(ciphertext, ciphertext.length + 1);
    assertRefused(envelope, longer, EnvelopeRefused.Reason.NOT_AUTHENTIC);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void anyChangedMemberIsFound(Profile profile) throws Exception {
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    ObjectNode honest = seal(profile, bytes(500), ciphertext).envelope().toJson();
    for (String member : (Iterable<String>) honest::fieldNames) {
      ObjectNode changed = honest.deepCopy();
      changed.set(member, another(honest.path(member)));
      assertThatThrownBy(
              () ->
                  open(
                      OPENER,
                      EnvelopeReader.read(changed),
                      stream(ciphertext.toByteArray()),
                      new ByteArrayOutputStream()))
          .as(member)
          .isInstanceOf(EnvelopeRefused.class);
      ObjectNode without = honest.deepCopy();
      without.remove(member);
      assertThatThrownBy(() -> EnvelopeReader.read(without))
          .as(member)
          .isInstanceOf(EnvelopeRefused.class);
    }
    ObjectNode more = honest.deepCopy().put("patient", "x");
    assertThatThrownBy(() -> EnvelopeReader.read(more)).isInstanceOf(EnvelopeRefused.class);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void anotherHubOpensNothingAndARevokedKeyNeither(Profile profile) throws Exception {
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    MediaEnvelope envelope = seal(profile, bytes(500), ciphertext).envelope();
    HubKeys none = HubKeys.of(Map.of());
    HubKeys wrong = HubKeys.of(Map.of(RECIPIENT.id(), X25519.generatePrivateKey()));

    assertThatThrownBy(() -> open(new EnvelopeOpener(none), envelope, ciphertext.toByteArray()))
        .extracting("reason")
        .isEqualTo(EnvelopeRefused.Reason.UNKNOWN_KEY);
    assertThatThrownBy(() -> open(new EnvelopeOpener(wrong), envelope, ciphertext.toByteArray()))
        .extracting("reason")
        .isEqualTo(EnvelopeRefused.Reason.NOT_AUTHENTIC);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void segmentsInAnotherOrderAreFound(Profile profile) throws Exception {
    byte[] plaintext = bytes(3 * Segmented.SEGMENT_BYTES);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    MediaEnvelope envelope = seal(profile, plaintext, sealed).envelope();
    byte[] ciphertext = sealed.toByteArray();
    byte[] swapped = ciphertext.clone();
    int segment = Segmented.SEGMENT_BYTES;
    System.arraycopy(ciphertext, segment, swapped, 2 * segment, segment);
    System.arraycopy(ciphertext, 2 * segment, swapped, segment, segment);
    assertRefused(envelope, swapped, EnvelopeRefused.Reason.NOT_AUTHENTIC);
  }

  @Test
  void anArtifactThatIsNotTheAnnouncedOneIsNotSealed() {
    byte[] plaintext = bytes(500);
    EnvelopeSealer.Order order = order(Profile.SEGMENTED, plaintext);
    assertThatThrownBy(
            () -> new EnvelopeSealer().seal(order, stream(bytes(501)), new ByteArrayOutputStream()))
        .extracting("reason")
        .isEqualTo(EnvelopeRefused.Reason.OTHER_CONTENT);
  }

  @Test
  void aFailingDiskIsNoForgery() throws Exception {
    byte[] plaintext = bytes(Segmented.SEGMENT_BYTES * 2);
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    MediaEnvelope envelope = seal(Profile.SEGMENTED, plaintext, ciphertext).envelope();
    byte[] half = Arrays.copyOf(ciphertext.toByteArray(), Segmented.SEGMENT_BYTES);
    InputStream failing = new SequenceInputStream(stream(half), closed());
    assertThatThrownBy(() -> open(OPENER, envelope, failing, new ByteArrayOutputStream()))
        .isInstanceOf(IOException.class);
  }

  private static JsonNode another(JsonNode value) {
    ObjectNode holder = JSON.createObjectNode();
    if (value.isNumber()) {
      return holder.put("x", value.asLong() - 1).get("x");
    }
    String text = value.asText();
    char last = text.charAt(text.length() - 2);
    String changed =
        text.substring(0, text.length() - 2)
            + (last == 'a' ? 'b' : 'a')
            + text.charAt(text.length() - 1);
    return holder.put("x", changed).get("x");
  }

  private static void assertRefused(
      MediaEnvelope envelope, byte[] ciphertext, EnvelopeRefused.Reason reason) {
    assertThatThrownBy(() -> open(OPENER, envelope, ciphertext))
        .extracting("reason")
        .isEqualTo(reason);
  }

  private static void open(EnvelopeOpener opener, MediaEnvelope envelope, byte[] ciphertext)
      throws Exception {
    open(opener, envelope, stream(ciphertext), new ByteArrayOutputStream());
  }

  private static EnvelopeOpener.Opened open(
      EnvelopeOpener opener, MediaEnvelope envelope, InputStream ciphertext, OutputStream plaintext)
      throws Exception {
    DigestOutputStream digesting =
        new DigestOutputStream(plaintext, MessageDigest.getInstance("SHA-256"));
    return opener.open(
        envelope, ciphertext, digesting, () -> Sha256.of(digesting.getMessageDigest().digest()));
  }

  private static EnvelopeSealer.Sealed seal(
      Profile profile, byte[] plaintext, ByteArrayOutputStream ciphertext) throws Exception {
    return new EnvelopeSealer().seal(order(profile, plaintext), stream(plaintext), ciphertext);
  }

  private static EnvelopeSealer.Order order(Profile profile, byte[] plaintext) {
    TransferIdentity transfer =
        new TransferIdentity(
            "north-1__report__00__processed_v1",
            "north-1",
            new CenterKey("north"),
            "hub",
            MediaKind.REPORT,
            new Sha256("0".repeat(64)),
            Digests.sha256(plaintext));
    return new EnvelopeSealer.Order(profile, transfer, plaintext.length, RECIPIENT);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static InputStream closed() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    return closed;
  }

  private static byte[] decoded(JsonNode vector, String member) {
    return Base64.getDecoder().decode(vector.path(member).asText());
  }
}
