package org.endoreg.media.registration;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.endoreg.contracts.transfer.VideoRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Segments and frame annotations another node sent with a video. The node's own ids are their
 * natural keys, so the same rows again change nothing and a correction replaces what it names.
 */
@ApplicationScoped
class Annotations {

  void keep(Handle transaction, long mediumId, NewMedium medium, VideoRows rows) {
    keepSegments(transaction, mediumId, medium, rows);
    keepFrames(transaction, mediumId, medium, rows);
  }

  private static void keepSegments(
      Handle transaction, long mediumId, NewMedium medium, VideoRows rows) {
    if (rows.videoSegments().isEmpty()) {
      return;
    }
    PreparedBatch batch =
        transaction.prepareBatch(
            """
            INSERT INTO video_segment (medium_id, center_key, source_node_key, source_segment_id,
                first_frame, end_frame, label_name, source_kind, validated, information_source,
                model_name, model_version)
            VALUES (:medium, :center, :node, :id, :first, :end, :label, :kind, :validated, :source,
                :model, :version)
            ON CONFLICT (medium_id, source_node_key, source_segment_id) DO UPDATE SET
                first_frame = excluded.first_frame, end_frame = excluded.end_frame,
                label_name = excluded.label_name, source_kind = excluded.source_kind,
                validated = excluded.validated, information_source = excluded.information_source,
                model_name = excluded.model_name, model_version = excluded.model_version
            """);
    for (VideoRows.VideoSegment segment : rows.videoSegments()) {
      batch
          .bind("medium", mediumId)
          .bind("center", medium.centerKey().value())
          .bind("node", segment.sourceNodeKey())
          .bind("id", segment.sourceSegmentId().text())
          .bind("first", segment.startFrameNumber())
          .bind("end", segment.endFrameNumberExclusive())
          .bind("label", segment.labelName())
          .bind("kind", segment.sourceKind().name().toLowerCase(Locale.ROOT))
          .bind("validated", segment.validationState().name().equals("VALIDATED"))
          .bind("source", segment.anonymousProvenance().informationSourceName())
          .bind("model", segment.modelName())
          .bind("version", segment.modelVersion())
          .add();
    }
    batch.execute();
  }

  private static void keepFrames(
      Handle transaction, long mediumId, NewMedium medium, VideoRows rows) {
    if (rows.frameAnnotations().isEmpty()) {
      return;
    }
    PreparedBatch batch =
        transaction.prepareBatch(
            """
            INSERT INTO frame_annotation (medium_id, center_key, external_id, frame_number,
                label_name, value, float_value, information_source)
            VALUES (:medium, :center, :id, :frame, :label, :value, :float, :source)
            ON CONFLICT (medium_id, external_id) DO UPDATE SET
                frame_number = excluded.frame_number, label_name = excluded.label_name,
                value = excluded.value, float_value = excluded.float_value,
                information_source = excluded.information_source
            """);
    for (VideoRows.FrameAnnotation frame : rows.frameAnnotations()) {
      batch
          .bind("medium", mediumId)
          .bind("center", medium.centerKey().value())
          .bind("id", externalId(medium, frame))
          .bind("frame", frame.frameNumber())
          .bind("label", frame.labelName())
          .bind("value", frame.value())
          .bind("float", frame.floatValue())
          .bind("source", frame.informationSourceName())
          .add();
    }
    batch.execute();
  }

  private static String externalId(NewMedium medium, VideoRows.FrameAnnotation frame) {
    return "hub_transfer:" + medium.sourceNodeKey() + ":annotation:" + frame.annotationId().text();
  }
}
