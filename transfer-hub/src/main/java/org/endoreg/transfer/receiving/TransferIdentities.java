package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    return envelope(String.valueOf(job.envelope()));
  }

  static MediaEnvelope envelope(String kept) {
    try {
      return EnvelopeReader.read(parsed(kept));
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

  /** Names of the members two registrations differ in, sorted; never a value. */
  static List<String> differing(String one, String other) {
    Set<String> names = new TreeSet<>();
    differing("", parsed(one), parsed(other), names);
    return List.copyOf(names);
  }

  /** Names within objects begin with the name of the object: {@code a.b}. */
  private static void differing(String within, JsonNode one, JsonNode other, Set<String> names) {
    Set<String> members = new TreeSet<>();
    one.fieldNames().forEachRemaining(members::add);
    other.fieldNames().forEachRemaining(members::add);
    for (String member : members) {
      JsonNode first = one.path(member);
      JsonNode second = other.path(member);
      if (first.isObject() && second.isObject()) {
        differing(within + member + ".", first, second, names);
      } else if (!first.equals(second)) {
        names.add(within + member);
      }
    }
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
