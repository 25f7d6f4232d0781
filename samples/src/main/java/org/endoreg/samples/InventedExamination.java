package org.endoreg.samples;

import java.time.LocalDateTime;

/**
 * One examination of an invented patient. {@code deviceSerial} has eight digits, as printed on the
 * processor overlay; {@code caseNumber} is what a German hospital calls Fallnummer.
 */
public record InventedExamination(
    InventedPatient patient,
    ExaminationKind kind,
    LocalDateTime startedAt,
    String caseNumber,
    String examinerFirstName,
    String examinerLastName,
    String deviceModel,
    String deviceSerial) {}
