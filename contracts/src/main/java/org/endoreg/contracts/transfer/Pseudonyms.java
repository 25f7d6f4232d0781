package org.endoreg.contracts.transfer;

import org.endoreg.contracts.Sha256;

/** Keyed hashes of the patient and of the examination; exactly these two and no demographics. */
public record Pseudonyms(Sha256 patientHash, Sha256 examinationHash) {}
