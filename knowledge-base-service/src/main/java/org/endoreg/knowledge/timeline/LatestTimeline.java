package org.endoreg.knowledge.timeline;

import java.util.List;
import org.endoreg.knowledge.patients.PatientSummary;
import org.jspecify.annotations.Nullable;

/**
 * The compact view: the newest report and the newest video. Frames stay empty until segments reach
 * this service; a guessed frame number could show a picture that does not exist.
 */
public record LatestTimeline(
    PatientSummary patient,
    @Nullable TimelineItem latestReport,
    @Nullable TimelineItem latestVideo,
    List<Object> latestFrames) {}
