package org.endoreg.knowledge.patients;

import org.jspecify.annotations.Nullable;

/**
 * A patient as the API shows them. Nothing here identifies a person; {@code isRealPerson} stays
 * false because this service never holds one.
 */
public record PatientSummary(
    int id,
    PseudonymId pseudonymId,
    @Nullable Integer birthYear,
    String gender,
    String center,
    boolean isRealPerson,
    int examinations) {}
