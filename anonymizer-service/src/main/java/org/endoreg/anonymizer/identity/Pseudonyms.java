package org.endoreg.anonymizer.identity;

import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pseudonym scheme {@code hmac-v2}: keyed hashes of 64 hex digits for patients, examinations
 * and examiners of one centre. An incomplete identity has no hash at all; inventing missing parts
 * would create phantom patients.
 */
public final class Pseudonyms {
  /** Stored beside every hash as {@code id_scheme}. */
  public static final String SCHEME = "hmac-v2";

  private final RootKey root;

  /** Computes with this generation of the root key. */
  public Pseudonyms(RootKey root) {
    this.root = root;
  }

  /** The generation of the key in use, stored beside every hash. */
  public String kid() {
    return root.kid();
  }

  /** The patient's pseudonym, if both names and the birth date are known. */
  public Optional<String> patient(SensitiveMeta meta, String centerKey) {
    String first = meta.firstName();
    String last = meta.lastName();
    LocalDate born = meta.birthDate();
    if (first == null || last == null || born == null || centerKey.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        keyed(
            "patient",
            centerKey,
            "patient-v2",
            centerKey,
            NameNorm.of(last),
            NameNorm.of(first),
            born.toString()));
  }

  /** The examination's pseudonym, if the patient has one and the date is known. */
  public Optional<String> examination(SensitiveMeta meta, String centerKey) {
    LocalDate day = meta.examinationDate();
    if (day == null) {
      return Optional.empty();
    }
    String caseNumber = normOrEmpty(meta.caseNumber());
    return patient(meta, centerKey)
        .map(
            patient ->
                keyed(
                    "examination",
                    centerKey,
                    "examination-v2",
                    patient,
                    day.toString(),
                    caseNumber));
  }

  /** The examiner's pseudonym, if both names are known. */
  public Optional<String> examiner(SensitiveMeta meta, String centerKey) {
    String first = meta.examinerFirstName();
    String last = meta.examinerLastName();
    if (first == null || last == null || centerKey.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        keyed(
            "examiner",
            centerKey,
            "examiner-v2",
            centerKey,
            NameNorm.of(last),
            NameNorm.of(first)));
  }

  private String keyed(String domain, String centerKey, String... parts) {
    byte[] key = root.derive(domain, centerKey);
    return HexFormat.of().formatHex(RootKey.hmac(key, CompactJson.array(List.of(parts))));
  }

  private static String normOrEmpty(@Nullable String value) {
    return value == null ? "" : NameNorm.of(value);
  }
}
