package org.endoreg.journeys;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What a node registers of a report (contract 3.0), as a test may change it before it is sent. */
final class ReportRegistration {
  /** Stands for what a registration could tell of a person. */
  static final String TEXT = "Polyp im Sigma, 4 mm, Befundtext.";

  private ReportRegistration() {}

  /** A digest nobody else has. */
  static String freshDigest() {
    return Drops.sha256(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Of this resource, whose anonymized artifact has the digest {@code processed}. */
  static ObjectNode of(String node, String center, String resource, String processed) {
    ObjectNode registration =
        new ObjectMapper()
            .createObjectNode()
            .put(
                "transfer_key",
                node
                    + "__report__"
                    + resource.substring(0, 32)
                    + "__processed_v1__p_"
                    + processed.substring(0, 16))
            .put("source_node_key", node)
            .put("target_node_key", "hub")
            .put("source_center_key", center)
            .put("resource_kind", "report")
            .put("resource_hash", resource)
            .put("transfer_mode", "metadata_and_processed_media")
            .put("processing_policy", "preserve_processing_state")
            .put("processing_intent", "sender_requests_state_preservation")
            .put("cleanup_policy", "retain_all")
            .put("payload_schema_version", "3.0");
    registration.putObject("processing_snapshot").put("sender_processing_success", true);
    ObjectNode rows = registration.putObject("resource_rows");
    rows.putObject("raw_pdf_file").put("pdf_hash", resource).put("anonymized_text", TEXT);
    rows.putObject("sensitive_meta")
        .put("patient_hash", "1".repeat(64))
        .put("examination_hash", resource);
    rows.putObject("raw_pdf_state")
        .put("processing_started", true)
        .put("text_meta_extracted", true)
        .put("sensitive_meta_processed", true)
        .put("anonymized", true)
        .put("anonymization_validated", true)
        .put("processed_file_sha256", processed);
    rows.putObject("processing_history").put("file_hash", resource).put("success", true);
    return registration;
  }
}
