package org.endoreg.stack.sites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;

/**
 * Plays the person at the site who looks at what was anonymized and signs it off: looks at it over
 * the API, refuses it when something is left, and hands it in as signed off with a sidecar.
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
   * Signs off what a job made of a sample.
   *
   * @return SHA-256 of what was signed off
   */
  String signOff(JobRow job, SiteSample sample) throws IOException {
    SiteMedium medium = sample.medium();
    String path = medium.path(String.valueOf(job.mediumId()));
    if (!sample.inspection().isClean(site, path)) {
      throw new SuiteFailure("the reviewer sees an identifier, or nothing, and signs nothing off");
    }
    Path seen = folder.samples().resolve("seen." + medium.ending());
    site.download(path + "stream/", seen);
    String digest = sha256(seen);
    JsonNode patient = site.read("/api/patients/" + job.patientId() + "/");
    handIn(digest, medium.ending(), seen, sidecar(digest, patient.path("pseudonym_id").asText()));
    return digest;
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
        .put("patient_hash", sha256(pseudonym))
        .put("examination_hash", sha256(pseudonym + " " + digest));
  }

  /** Written under names the watcher ignores, then renamed: the hand-off a producer owes. */
  private void handIn(String digest, String ending, Path file, ObjectNode sidecar)
      throws IOException {
    Path intake = folder.drop().resolve(center).resolve("preanonymized_import");
    String name = "signed-off-" + digest.substring(0, 12);
    Path part = intake.resolve(name + ".part");
    Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, intake.resolve(name + "." + ending), StandardCopyOption.ATOMIC_MOVE);
    Files.write(part, JSON.writeValueAsBytes(sidecar));
    Files.move(part, intake.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream bytes = Files.newInputStream(file)) {
      bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException noJavaPlatform) {
      throw new IllegalStateException(noJavaPlatform);
    }
  }
}
