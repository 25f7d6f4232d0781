package org.endoreg.knowledge.timeline;

import java.util.List;
import org.endoreg.knowledge.patients.PatientSummary;
import org.endoreg.knowledge.request.Listing;
import org.jspecify.annotations.Nullable;

/** A page of everything a patient left behind. */
public record FullTimeline(
    PatientSummary patient,
    long count,
    @Nullable String next,
    @Nullable String previous,
    List<TimelineItem> results) {

  static FullTimeline of(PatientSummary patient, Listing<TimelineItem> page) {
    return new FullTimeline(patient, page.count(), page.next(), page.previous(), page.results());
  }
}
