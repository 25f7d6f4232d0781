package org.endoreg.anonymizer.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.json.HubJson;
import org.endoreg.platform.work.WorkFailed;

/**
 * What of a sidecar this service needs. The watcher has checked the whole of it; what would do harm
 * here is checked once more, because the file may have come another way.
 */
record SidecarFacts(
    Optional<Sha256> patientHash,
    Optional<Sha256> examinationHash,
    Optional<LocalDate> examinationDate) {
  private static final int LARGEST = 65_536;
  private static final Pattern HASH = Pattern.compile(Sha256.PATTERN);
  private static final ObjectMapper JSON = HubJson.forEvents();

  static SidecarFacts read(InputStream sidecar, UploadJobAccepted job)
      throws IOException, WorkFailed {
    byte[] bytes = sidecar.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw WorkFailed.terminal(ProblemCode.SIDECAR_INVALID);
    }
    JsonNode facts = parsed(bytes);
    if (!facts.path("human_anonymization_validated").asBoolean()) {
      throw WorkFailed.terminal(ProblemCode.SIDECAR_NOT_VALIDATED);
    }
    if (!job.sha256().value().equals(facts.path("file_sha256").asText())) {
      throw WorkFailed.terminal(ProblemCode.SIDECAR_DIGEST_MISMATCH);
    }
    if (!job.centerKey().value().equals(facts.path("center_key").asText())) {
      throw WorkFailed.terminal(ProblemCode.SIDECAR_CENTER_MISMATCH);
    }
    return new SidecarFacts(
        hash(facts, "patient_hash"), hash(facts, "examination_hash"), date(facts));
  }

  private static JsonNode parsed(byte[] bytes) throws WorkFailed {
    try {
      JsonNode facts = JSON.readTree(bytes);
      if (facts != null && facts.isObject()) {
        return facts;
      }
    } catch (IOException notJson) {
      // Its message may quote the sidecar and stays here.
    }
    throw WorkFailed.terminal(ProblemCode.SIDECAR_INVALID);
  }

  private static Optional<Sha256> hash(JsonNode facts, String member) {
    String text = facts.path(member).asText();
    return HASH.matcher(text).matches() ? Optional.of(new Sha256(text)) : Optional.empty();
  }

  private static Optional<LocalDate> date(JsonNode facts) {
    try {
      String text = facts.path("examination_date").asText();
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notADate) {
      return Optional.empty();
    }
  }
}
