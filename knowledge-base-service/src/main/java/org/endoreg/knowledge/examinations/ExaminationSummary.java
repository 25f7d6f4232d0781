package org.endoreg.knowledge.examinations;

import java.time.LocalDate;
import org.endoreg.knowledge.patients.PseudonymId;
import org.jspecify.annotations.Nullable;

/**
 * A patient's examination as the API shows it. {@code examination} is the vocabulary's id when the
 * name is one the vocabulary knows; dates are shifted and say so.
 */
public record ExaminationSummary(
    int id,
    int patient,
    PseudonymId pseudonymId,
    @Nullable Integer examination,
    @Nullable String examinationName,
    @Nullable LocalDate dateStart,
    boolean dateIsShifted,
    String center,
    int media) {}
