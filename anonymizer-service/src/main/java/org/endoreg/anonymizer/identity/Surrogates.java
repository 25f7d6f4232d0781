package org.endoreg.anonymizer.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The replacement values for one patient: names by gender and one date offset. They are keyed by
 * the patient's pseudonym, so every document of the patient gets the same ones; without a complete
 * identity they hang on the document alone.
 */
public final class Surrogates {
  // An offset between 1 and 182 days hides the day and keeps the season within half a year.
  private static final int LARGEST_OFFSET = 182;

  private final byte[] nameKey;
  private final String subject;
  private final int dayOffset;
  private final PatientGender gender;

  private Surrogates(RootKey root, String centerKey, String subject, PatientGender gender) {
    this.nameKey = root.derive("surrogate", centerKey);
    this.subject = subject;
    this.gender = gender;
    this.dayOffset = offset(RootKey.hmac(root.derive("dateshift", centerKey), subject));
  }

  /** Surrogates of the patient, or of the document alone when the identity is incomplete. */
  public static Surrogates of(
      RootKey root, SensitiveMeta meta, String centerKey, String sourceSha256) {
    String subject =
        new Pseudonyms(root)
            .patient(meta, centerKey)
            .orElseGet(() -> documentSubject(root, centerKey, sourceSha256));
    return new Surrogates(root, centerKey, subject, meta.gender());
  }

  /** The number of days every date of this patient moves; never zero. */
  public int dayOffset() {
    return dayOffset;
  }

  /** This date, moved. */
  public LocalDate shift(LocalDate date) {
    return date.plusDays(dayOffset);
  }

  /** The patient's surrogate given name, avoiding names that really occur in the document. */
  public String patientFirstName(Set<String> takenNames) {
    return givenName("patient-first", gender, takenNames);
  }

  /** The patient's surrogate family name, avoiding names that really occur in the document. */
  public String patientLastName(Set<String> takenNames) {
    return familyName("patient-last", takenNames);
  }

  /** A surrogate given name for anybody else, stable for the same role. */
  public String givenName(String role, PatientGender of, Set<String> takenNames) {
    return switch (of) {
      case FEMALE -> pick(SurrogateNames.FEMALE, role, takenNames);
      case MALE -> pick(SurrogateNames.MALE, role, takenNames);
      case UNKNOWN ->
          pick(
              draw(role + "-gender").testBit(0) ? SurrogateNames.FEMALE : SurrogateNames.MALE,
              role,
              takenNames);
    };
  }

  /** A surrogate family name for anybody else, stable for the same role. */
  public String familyName(String role, Set<String> takenNames) {
    return pick(SurrogateNames.FAMILY, role, takenNames);
  }

  /** Decimal digits replacing a number of this length, stable for the same role. */
  public String digits(String role, int count) {
    BigInteger modulus = BigInteger.TEN.pow(count);
    String digits = draw(role).mod(modulus).toString();
    return "0".repeat(count - digits.length()) + digits;
  }

  private String pick(List<String> names, String role, Set<String> takenNames) {
    int start = draw(role).mod(BigInteger.valueOf(names.size())).intValue();
    Set<String> taken = takenNames.stream().map(NameNorm::of).collect(Collectors.toSet());
    for (int i = 0; i < names.size(); i++) {
      String candidate = names.get((start + i) % names.size());
      if (!taken.contains(NameNorm.of(candidate))) {
        return candidate;
      }
    }
    return "X";
  }

  private BigInteger draw(String role) {
    return new BigInteger(1, RootKey.hmac(nameKey, subject + role));
  }

  private static int offset(byte[] mac) {
    BigInteger value = new BigInteger(1, mac);
    BigInteger[] parts = value.divideAndRemainder(BigInteger.valueOf(LARGEST_OFFSET));
    int days = 1 + parts[1].intValue();
    return parts[0].testBit(0) ? days : -days;
  }

  private static String documentSubject(RootKey root, String centerKey, String sourceSha256) {
    byte[] key = root.derive("surrogate", centerKey);
    byte[] message = ("document|" + sourceSha256).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(RootKey.hmac(key, message));
  }
}
