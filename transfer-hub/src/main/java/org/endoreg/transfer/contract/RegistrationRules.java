package org.endoreg.transfer.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.transfer.ReportRows;
import org.endoreg.contracts.transfer.ResourceRows;
import org.endoreg.contracts.transfer.SegmentSource;
import org.endoreg.contracts.transfer.StructuredReport;
import org.endoreg.contracts.transfer.TransferMode;
import org.endoreg.contracts.transfer.TransferProvenance;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.contracts.transfer.VideoRows;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a registration have to say about each other; the JSON Schema has already held
 * each to its own shape. Collects every fault by field, with a code and never with a value.
 */
final class RegistrationRules {
  private final TransferRegistration<?> registration;
  private final Map<String, List<String>> faults = new LinkedHashMap<>();

  private RegistrationRules(TransferRegistration<?> registration) {
    this.registration = registration;
  }

  /** Codes by field; empty for a registration without a fault. */
  static Map<String, List<String>> faultsOf(TransferRegistration<?> registration) {
    RegistrationRules rules = new RegistrationRules(registration);
    rules.check();
    return rules.faults;
  }

  private void check() {
    ResourceRows rows = registration.resourceRows();
    require(
        rows.resourceHash().equals(registration.resourceHash()),
        "resource_hash",
        "differs_from_rows");
    require(
        rows.processingHistory().fileHash().equals(registration.resourceHash()),
        "resource_rows.processing_history.file_hash",
        "differs_from_resource");
    require(rows.anonymizationValidated(), "resource_rows", "anonymization_not_validated");
    require(
        rows.reports().stream().allMatch(StructuredReport::isActive),
        "resource_rows.reports",
        "not_active");
    checkProvenance(registration.provenance());
    if (rows instanceof VideoRows video) {
      checkVideo(video);
    } else if (rows instanceof ReportRows report) {
      require(report.rawPdfState().anonymized(), "resource_rows.raw_pdf_state", "not_anonymized");
    }
  }

  private void checkProvenance(@Nullable TransferProvenance provenance) {
    if (provenance == null) {
      return;
    }
    requireSame(provenance.sourceNodeKey(), registration.sourceNodeKey(), "source_node_key");
    requireSame(provenance.targetNodeKey(), registration.targetNodeKey(), "target_node_key");
    requireSame(provenance.sourceCenterKey(), registration.sourceCenterKey(), "source_center_key");
    requireSame(provenance.transferMode(), registration.transferMode(), "transfer_mode");
    requireSame(
        provenance.processingPolicy(), registration.processingPolicy(), "processing_policy");
    requireSame(provenance.cleanupPolicy(), registration.cleanupPolicy(), "cleanup_policy");
  }

  private void requireSame(@Nullable Object said, Object stated, String member) {
    require(said == null || said.equals(stated), "provenance." + member, "differs");
  }

  private void checkVideo(VideoRows video) {
    Sha256 processed = video.videoFile().processedVideoHash();
    require(
        video.videoState().processedFileSha256().equals(processed),
        "resource_rows.video_state.processed_file_sha256",
        "differs_from_file");
    require(video.videoState().anonymized(), "resource_rows.video_state", "not_anonymized");
    checkSegments(video);
    checkAnnotations(video);
  }

  private void checkSegments(VideoRows video) {
    if (video.videoSegments().isEmpty()) {
      return;
    }
    @Nullable Integer frames = video.videoFile().frameCount();
    require(
        frames != null && frames > 0, "resource_rows.video_file.frame_count", "needed_by_segments");
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < video.videoSegments().size(); index++) {
      VideoRows.VideoSegment segment = video.videoSegments().get(index);
      String field = "resource_rows.video_segments." + index;
      checkSegment(segment, field, frames);
      require(seen.add(segment.sourceSegmentId().text()), field, "duplicate");
    }
  }

  private void checkSegment(
      VideoRows.VideoSegment segment, String field, @Nullable Integer frames) {
    require(segment.videoHash().equals(registration.resourceHash()), field, "of_another_video");
    require(segment.sourceNodeKey().equals(registration.sourceNodeKey()), field, "of_another_node");
    require(segment.endFrameNumberExclusive() > segment.startFrameNumber(), field, "empty");
    require(
        frames == null || segment.endFrameNumberExclusive() <= frames, field, "beyond_last_frame");
    require(
        (segment.modelName() == null) == (segment.modelVersion() == null),
        field,
        "model_name_and_version_belong_together");
    boolean mayNameModel =
        segment.sourceKind() == SegmentSource.PREDICTION && segment.exportSegment();
    require(segment.modelName() == null || mayNameModel, field, "model_not_allowed");
  }

  private void checkAnnotations(VideoRows video) {
    @Nullable Integer frames = video.videoFile().frameCount();
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < video.frameAnnotations().size(); index++) {
      VideoRows.FrameAnnotation annotation = video.frameAnnotations().get(index);
      String field = "resource_rows.frame_annotations." + index;
      require(
          annotation.videoHash().equals(registration.resourceHash()), field, "of_another_video");
      require(frames == null || annotation.frameNumber() < frames, field, "beyond_last_frame");
      require(seen.add(annotation.annotationId().text()), field, "duplicate");
    }
  }

  private void require(boolean holds, String field, String code) {
    if (!holds) {
      faults.computeIfAbsent(field, unused -> new ArrayList<>()).add(code);
    }
  }

  /** True when bytes follow the registration. */
  static boolean announcesMedia(TransferRegistration<?> registration) {
    return registration.transferMode() == TransferMode.METADATA_AND_PROCESSED_MEDIA;
  }
}
