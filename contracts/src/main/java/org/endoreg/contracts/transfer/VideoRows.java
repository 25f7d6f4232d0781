package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one processed video. Frame numbers and presentation times are the sender's and are never
 * computed anew.
 */
public record VideoRows(
    VideoFile videoFile,
    Pseudonyms sensitiveMeta,
    VideoState videoState,
    ProcessingHistory processingHistory,
    @EmptyWhenMissing List<VideoSegment> videoSegments,
    @EmptyWhenMissing List<FrameAnnotation> frameAnnotations,
    @EmptyWhenMissing List<StructuredReport> reports)
    implements ResourceRows {

  /** Missing lists are empty ones. */
  public VideoRows {
    videoSegments = videoSegments == null ? List.of() : List.copyOf(videoSegments);
    frameAnnotations = frameAnnotations == null ? List.of() : List.copyOf(frameAnnotations);
    reports = reports == null ? List.of() : List.copyOf(reports);
  }

  @Override
  @JsonIgnore
  public Sha256 resourceHash() {
    return videoFile.videoHash();
  }

  @Override
  @JsonIgnore
  public Sha256 processedHash() {
    return videoFile.processedVideoHash();
  }

  @Override
  @JsonIgnore
  public boolean anonymizationValidated() {
    return videoState.anonymizationValidated();
  }

  /** The file itself: rates in frames per second, duration in seconds, sizes in pixels. */
  public record VideoFile(
      Sha256 videoHash,
      Sha256 processedVideoHash,
      @Nullable @Shape(Wording.SUFFIX) String suffix,
      @Nullable @AtLeast(0) Double fps,
      @Nullable @AtLeast(0) Double duration,
      @Nullable @AtLeast(0) Integer frameCount,
      @Nullable @AtLeast(1) Integer width,
      @Nullable @AtLeast(1) Integer height) {}

  /** How far the sender's processing went, and the digest of what came out. */
  public record VideoState(
      boolean processingStarted,
      boolean framesExtracted,
      boolean sensitiveMetaProcessed,
      boolean frameAnnotationsGenerated,
      boolean anonymized,
      boolean anonymizationValidated,
      boolean outsideSegmentsRemoved,
      boolean segmentAnnotationsCreated,
      boolean segmentAnnotationsValidated,
      Sha256 processedFileSha256) {}

  /** One labelled stretch of frames, the end exclusive. */
  public record VideoSegment(
      @Shape(Wording.NODE_KEY) String sourceNodeKey,
      SourceId sourceSegmentId,
      Sha256 videoHash,
      @AtLeast(0) int startFrameNumber,
      @AtLeast(1) int endFrameNumberExclusive,
      @Shape(Wording.NAME) String labelName,
      SegmentSource sourceKind,
      SegmentValidation validationState,
      boolean exportSegment,
      AnonymousProvenance anonymousProvenance,
      @Nullable @Shape(Wording.NAME) String modelName,
      @Nullable @Shape(Wording.VERSION) String modelVersion) {}

  /** Which kind of source drew a segment; never which person. */
  public record AnonymousProvenance(@Shape(Wording.NAME) String informationSourceName) {}

  /** One label on one frame; the timestamp in seconds of the presentation. */
  public record FrameAnnotation(
      SourceId annotationId,
      Sha256 videoHash,
      @AtLeast(0) int frameNumber,
      @Shape(Wording.FRAME_PATH) String frameRelativePath,
      @Nullable @AtLeast(0) Double frameTimestamp,
      @Shape(Wording.NAME) String labelName,
      boolean value,
      @Nullable Double floatValue,
      @Shape(Wording.NAME) String informationSourceName) {}
}
