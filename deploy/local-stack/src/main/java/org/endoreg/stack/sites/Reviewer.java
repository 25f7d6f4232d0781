package org.endoreg.stack.sites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;

/**
 * Plays the person at the site who reads what was anonymized and signs it off: reads the report
 * over the API, refuses it when a name is left, and hands it in as signed off with a sidecar.
 */
final class Reviewer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HubClient site;
  private final SuiteFolder folder;
  private final String center;

  Reviewer(HubClient site, SuiteFolder folder, String center) {
    this.site = site;
    this.folder = folder;
    this.center = center;
  }

  /**
   * Signs off the report of a job.
   *
   * @param identifiers what must not be in it
   * @return SHA-256 of what was signed off
   */
  String signOff(JobRow job, List<String> identifiers) throws IOException {
    String report = "/api/media/pdfs/" + job.mediumId() + "/";
    requireNone(identifiers, site.read(report).path("anonymized_text").asText());
    byte[] pdf = site.bytes(report + "stream/");
    String digest = sha256(pdf);
    JsonNode patient = site.read("/api/patients/" + job.patientId() + "/");
    handIn(digest, pdf, sidecar(digest, patient.path("pseudonym_id").asText()));
    return digest;
  }

  private static void requireNone(List<String> identifiers, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (text.isBlank()
        || identifiers.stream()
            .anyMatch(planted -> lower.contains(planted.toLowerCase(Locale.ROOT)))) {
      throw new SuiteFailure("the reviewer found an identifier, or no text, and signs nothing off");
    }
  }

  /** The site's pseudonym names the patient; what it stands for never leaves the site. */
  private ObjectNode sidecar(String digest, String pseudonym) {
    return JSON.createObjectNode()
        .put("center_key", center)
        .put("source_system", "endoreg-review")
        .put("file_sha256", digest)
        .put("human_anonymization_validated", true)
        .put("validated_by", "scripted-reviewer")
        .put("validated_at", OffsetDateTime.now(ZoneOffset.UTC).toString())
        .put("patient_hash", sha256(pseudonym.getBytes(StandardCharsets.UTF_8)))
        .put(
            "examination_hash",
            sha256((pseudonym + " " + digest).getBytes(StandardCharsets.UTF_8)));
  }

  /** Written under names the watcher ignores, then renamed: the hand-off a producer owes. */
  private void handIn(String digest, byte[] pdf, ObjectNode sidecar) throws IOException {
    Path intake = folder.drop().resolve(center).resolve("preanonymized_import");
    String name = "signed-off-" + digest.substring(0, 12);
    put(intake.resolve(name + ".pdf"), pdf);
    put(intake.resolve(name + ".json"), JSON.writeValueAsBytes(sidecar));
  }

  private static void put(Path target, byte[] content) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Files.write(part, content);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException noJavaPlatform) {
      throw new IllegalStateException(noJavaPlatform);
    }
  }
}
