package org.endoreg.platform.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.correlation.Correlation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  private static final CenterKey CENTER = new CenterKey("local");

  private final EventCodec codec = new EventCodec();

  @Test
  void anEnvelopeReadsBackAsItWasWritten() throws MalformedEvent {
    EventEnvelope envelope = accepted();
    assertThat(codec.decode(codec.encode(envelope))).contains(envelope);
  }

  @Test
  void membersThatMayBeNullMayBeMissing() throws Exception {
    MediumRegistered event =
        new MediumRegistered(
            UUID.randomUUID(),
            CENTER,
            MediaKind.VIDEO,
            1,
            new Sha256("0".repeat(64)),
            new Pseudonym(null, null, null, null, null, null));
    ObjectNode record = tree(Envelopes.of(event, 1, null));
    ((ObjectNode) record.get("payload")).putObject("pseudonym");
    record.remove("causation_id");
    record.remove("traceparent");
    assertThat(codec.decode(bytes(record))).isPresent();
  }

  @Test
  void anUnknownTypeIsSkipped() throws Exception {
    assertThat(codec.decode(bytes(tree(accepted()).put("type", "upload-job.archived")))).isEmpty();
  }

  @Test
  void aNewerVersionIsSkippedWhateverItLooksLike() throws Exception {
    ObjectNode newer = tree(accepted()).put("schema_version", 2);
    newer.put("payload", "something else");
    assertThat(codec.decode(bytes(newer))).isEmpty();
  }

  @Test
  void anAdditionalMemberIsSkipped() throws Exception {
    ObjectNode record = tree(accepted()).put("later", 1);
    ((ObjectNode) record.get("payload")).put("later", 1);
    assertThat(codec.decode(bytes(record))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "\"text\"",
        "{}",
        "{\"type\":\"upload-job.accepted\"}",
        "{\"type\":\"upload-job.accepted\",\"schema_version\":1}",
        "{\"type\":\"upload-job.accepted\",\"schema_version\":1,\"payload\":null}",
        "{\"type\":\"upload-job.accepted\",\"schema_version\":1,\"payload\":{}}",
        "not json \u0000"
      })
  void garbageIsMalformed(String text) {
    assertThatThrownBy(() -> codec.decode(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedEvent.class)
        .hasMessage("malformed event")
        .hasNoCause();
  }

  @Test
  void endlessNestingIsMalformed() {
    byte[] nested = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> codec.decode(nested)).isInstanceOf(MalformedEvent.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_id",
        "type",
        "schema_version",
        "occurred_at",
        "aggregate_id",
        "center_key",
        "correlation_id",
        "payload"
      })
  void anEnvelopeWithoutOneOfItsMembersIsMalformed(String member) throws Exception {
    ObjectNode record = tree(accepted());
    record.remove(member);
    assertThatThrownBy(() -> codec.decode(bytes(record))).isInstanceOf(MalformedEvent.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job_id", "center_key", "kind", "media_type", "sha256", "blob_key"})
  void aPayloadWithoutOneOfItsMembersIsMalformed(String member) throws Exception {
    ObjectNode record = tree(accepted());
    ((ObjectNode) record.get("payload")).remove(member);
    assertThatThrownBy(() -> codec.decode(bytes(record))).isInstanceOf(MalformedEvent.class);
  }

  @Test
  void anEnvelopeOfAnotherCenterThanItsPayloadIsMalformed() throws Exception {
    ObjectNode record = tree(accepted()).put("center_key", "other");
    assertThatThrownBy(() -> codec.decode(bytes(record))).isInstanceOf(MalformedEvent.class);
  }

  @Test
  void anEnvelopeOfAnotherJobThanItsPayloadIsMalformed() throws Exception {
    ObjectNode record = tree(accepted()).put("aggregate_id", UUID.randomUUID().toString());
    assertThatThrownBy(() -> codec.decode(bytes(record))).isInstanceOf(MalformedEvent.class);
  }

  @Test
  void idsOfOneServiceGrow() {
    UUID last = Envelopes.newId();
    for (int i = 0; i < 10_000; i++) {
      UUID next = Envelopes.newId();
      assertThat(next.toString()).isGreaterThan(last.toString());
      last = next;
    }
  }

  @Test
  void theCorrelationOfTheCauseTravelsOn() {
    UUID correlation = UUID.randomUUID();
    EventEnvelope[] made = new EventEnvelope[1];
    Correlation.run(correlation, () -> made[0] = accepted());
    assertThat(made[0].correlationId()).isEqualTo(correlation);
    assertThat(accepted().correlationId()).isNotEqualTo(correlation);
  }

  private static EventEnvelope accepted() {
    UUID job = UUID.randomUUID();
    return Envelopes.of(
        new UploadJobAccepted(
            job,
            CENTER,
            MediaKind.REPORT,
            "application/pdf",
            new Sha256("a".repeat(64)),
            12,
            BlobKey.of(BlobKey.Role.RAW, CENTER, job),
            null,
            null),
        3,
        null);
  }

  private ObjectNode tree(EventEnvelope envelope) throws JsonProcessingException {
    return (ObjectNode) new ObjectMapper().readTree(codec.encodeAsText(envelope));
  }

  private static byte[] bytes(ObjectNode record) {
    return record.toString().getBytes(StandardCharsets.UTF_8);
  }
}
