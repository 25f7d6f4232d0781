package org.endoreg.anonymizer.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads pseudonyms of the older scheme {@code legacy-v1} so that stored identities can be found and
 * migrated. It concatenates without separators, hence different people can share a hash: a match is
 * a question for a human, never a reason to merge. Nothing new is written with it.
 */
public final class LegacyPseudonyms {
  /** Stored beside hashes of this scheme as {@code id_scheme}. */
  public static final String SCHEME = "legacy-v1";

  private final String salt;

  /** Reads hashes made with this salt. */
  public LegacyPseudonyms(String salt) {
    this.salt = salt;
  }

  /** The patient hash as older versions stored it. */
  public Optional<String> patient(SensitiveMeta meta, String centerName) {
    return patientDigest(meta, centerName, null);
  }

  /** The examination hash as older versions stored it. */
  public Optional<String> examination(SensitiveMeta meta, String centerName) {
    LocalDate day = meta.examinationDate();
    return day == null ? Optional.empty() : patientDigest(meta, centerName, day);
  }

  /** The examiner hash as older versions stored it; hashed once where the others are twice. */
  public Optional<String> examiner(SensitiveMeta meta, String centerName) {
    String first = meta.examinerFirstName();
    String last = meta.examinerLastName();
    if (first == null || last == null || centerName.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(sha256Hex(first + last + centerName + salt));
  }

  private Optional<String> patientDigest(
      SensitiveMeta meta, String centerName, @Nullable LocalDate examinationDate) {
    String first = meta.firstName();
    String last = meta.lastName();
    LocalDate born = meta.birthDate();
    if (first == null || last == null || born == null || centerName.isBlank()) {
      return Optional.empty();
    }
    String examined = examinationDate == null ? "" : examinationDate.toString();
    // The birth date enters twice: that is how the stored hashes were made.
    String inner = sha256Hex(first + last + born + centerName + born + examined + salt);
    return Optional.of(sha256Hex(inner));
  }

  private static String sha256Hex(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
