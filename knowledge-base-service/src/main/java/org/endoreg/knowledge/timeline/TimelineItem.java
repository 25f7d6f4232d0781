package org.endoreg.knowledge.timeline;

import java.util.List;
import org.endoreg.knowledge.patients.PseudonymId;
import org.jspecify.annotations.Nullable;

/**
 * One medium on a patient's timeline. The timestamp is the shifted examination date where there is
 * one, else the moment of registration; the source says which. Text of a report is not kept here,
 * so {@code anonymizedText} stays null rather than falling back to anything else.
 */
public record TimelineItem(
    String mediaType,
    long id,
    int patientExaminationId,
    @Nullable String examinationName,
    String timestamp,
    String timestampSource,
    boolean timestampIsExaminationDate,
    int linkedPatient,
    PseudonymId pseudoPatient,
    List<String> patientLinkSources,
    @Nullable String documentType,
    @Nullable String anonymizedText,
    List<StreamOption> streamOptions) {}
