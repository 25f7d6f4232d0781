package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.endoreg.contracts.transfer.TransferMode;
import org.endoreg.transfer.contract.CanonicalJson;
import org.endoreg.transfer.envelope.EnvelopeReader;
import org.endoreg.transfer.envelope.EnvelopeRefused;
import org.endoreg.transfer.envelope.MediaEnvelope;
import org.endoreg.transfer.envelope.TransferIdentity;

/** What envelope and registration say about one transfer, read from the row that keeps both. */
final class TransferIdentities {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TransferIdentities() {}

  static TransferIdentity of(TransferJob job) {
    return new TransferIdentity(
        job.transferKey(),
        job.sourceNodeKey(),
        job.center(),
        job.targetNodeKey(),
        job.kind(),
        job.resourceHash(),
        job.processedSha256());
  }

  static String text(MediaEnvelope envelope) {
    return CanonicalJson.textOf(envelope.toJson());
  }

  /** The envelope of a row that has one. */
  static MediaEnvelope envelopeOf(TransferJob job) {
    try {
      return EnvelopeReader.read(parsed(String.valueOf(job.envelope())));
    } catch (EnvelopeRefused writtenByThisService) {
      throw new IllegalStateException(writtenByThisService);
    }
  }

  static boolean announcesMedia(TransferJob job) {
    return parsed(job.registration())
        .path("transfer_mode")
        .asText()
        .equalsIgnoreCase(TransferMode.METADATA_AND_PROCESSED_MEDIA.name());
  }

  /** Names of the members two registrations differ in. */
  static List<String> differing(String one, String other) {
    return Conflicts.differing(parsed(one), parsed(other));
  }

  static String cleanupPolicyOf(TransferJob job) {
    return parsed(job.registration()).path("cleanup_policy").asText();
  }

  static JsonNode rowsOf(TransferJob job) {
    return parsed(job.registration()).path("resource_rows");
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException writtenByThisService) {
      throw new IllegalStateException(writtenByThisService.getOriginalMessage());
    }
  }
}
