package org.endoreg.samples;

import java.time.LocalDate;

/** A person who does not exist, with everything a report header would say about them. */
public record InventedPatient(
    String firstName,
    String lastName,
    Gender gender,
    LocalDate birthDate,
    String insuranceNumber) {}
