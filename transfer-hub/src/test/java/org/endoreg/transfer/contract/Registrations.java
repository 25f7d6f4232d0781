package org.endoreg.transfer.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Registrations without a fault, to be changed by a test. */
public final class Registrations {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMMON =
      """
      "transfer_key": "north-1__%1$s__%2$s__processed_v1__p_aaaaaaaaaaaaaaaa",
      "source_node_key": "north-1",
      "target_node_key": "hub",
      "source_center_key": "north",
      "resource_kind": "%1$s",
      "resource_hash": "%2$s",
      "transfer_mode": "metadata_and_processed_media",
      "processing_policy": "preserve_processing_state",
      "processing_intent": "sender_requests_state_preservation",
      "cleanup_policy": "retain_all",
      "payload_schema_version": "3.0",
      "processing_snapshot": {"sender_processing_success": true},
      """;

  private Registrations() {}

  /** A video with a segment, an annotation and a report. */
  public static ObjectNode video() {
    String hash = "b".repeat(64);
    return parsed(
        """
        {%s
        "resource_rows": {
          "video_file": {"video_hash": "%2$s", "processed_video_hash": "%3$s", "suffix": ".mp4",
            "fps": 25, "duration": 4.0, "frame_count": 100, "width": 1280, "height": 720},
          "sensitive_meta": {"patient_hash": "%4$s", "examination_hash": "%5$s"},
          "video_state": {"processing_started": true, "frames_extracted": true,
            "sensitive_meta_processed": true, "frame_annotations_generated": true,
            "anonymized": true, "anonymization_validated": true, "outside_segments_removed": true,
            "segment_annotations_created": true, "segment_annotations_validated": true,
            "processed_file_sha256": "%3$s"},
          "processing_history": {"file_hash": "%2$s", "success": true},
          "video_segments": [
            {"source_node_key": "north-1", "source_segment_id": 17, "video_hash": "%2$s",
             "start_frame_number": 4, "end_frame_number_exclusive": 8, "label_name": "polyp",
             "source_kind": "prediction", "validation_state": "validated", "export_segment": true,
             "anonymous_provenance": {"information_source_name": "prediction"},
             "model_name": "segmenter", "model_version": "1.4"}],
          "frame_annotations": [
            {"annotation_id": "a-1", "video_hash": "%2$s", "frame_number": 5,
             "frame_relative_path": "frames/%2$s/00000005.jpg", "frame_timestamp": 0.2,
             "label_name": "polyp", "value": true, "float_value": 0.91,
             "information_source_name": "manual_annotation"}],
          "reports": [
            {"template_name": "colonoscopy_main", "template_version": "2026.1",
             "template_hash": "abc", "status": "final", "version": 2, "is_active": true}]
        }}
        """
            .formatted(
                COMMON.formatted("video", hash),
                hash,
                "a".repeat(64),
                "1".repeat(64),
                "2".repeat(64)));
  }

  /** A report. */
  public static ObjectNode report() {
    String hash = "c".repeat(64);
    return parsed(
        """
        {%s
        "resource_rows": {
          "raw_pdf_file": {"pdf_hash": "%2$s", "anonymized_text": "Polyp im Sigma, 4 mm."},
          "sensitive_meta": {"patient_hash": "%4$s", "examination_hash": "%5$s"},
          "raw_pdf_state": {"processing_started": true, "text_meta_extracted": true,
            "sensitive_meta_processed": true, "anonymized": true, "anonymization_validated": true,
            "processed_file_sha256": "%3$s"},
          "processing_history": {"file_hash": "%2$s", "success": true}
        }}
        """
            .formatted(
                COMMON.formatted("report", hash),
                hash,
                "a".repeat(64),
                "1".repeat(64),
                "2".repeat(64)));
  }

  private static ObjectNode parsed(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
