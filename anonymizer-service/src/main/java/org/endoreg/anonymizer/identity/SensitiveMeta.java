package org.endoreg.anonymizer.identity;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The identity a document carries. Blank values are stored as null, so "absent" has one spelling.
 * Instances are immutable and built per document: nothing of one document can reach the next.
 */
public record SensitiveMeta(
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable LocalDate birthDate,
    PatientGender gender,
    @Nullable LocalDate examinationDate,
    @Nullable LocalTime examinationTime,
    @Nullable String caseNumber,
    @Nullable String examinerFirstName,
    @Nullable String examinerLastName,
    @Nullable String endoscopeType,
    @Nullable String endoscopeSerial) {

  /** What forms and extractors print when they know nothing (contract of the merge rule). */
  private static final Set<String> BLANKS =
      Set.of("", "unknown", "none", "null", "n/a", "na", "unbekannt", "undefined", "-");

  /** The birth date old importers wrote when they did not know one. */
  private static final LocalDate PLACEHOLDER_BIRTH_DATE = LocalDate.of(1900, 1, 1);

  /** Turns every blank or placeholder text into null. */
  public SensitiveMeta {
    firstName = presentOrNull(firstName);
    lastName = presentOrNull(lastName);
    caseNumber = presentOrNull(caseNumber);
    examinerFirstName = presentOrNull(examinerFirstName);
    examinerLastName = presentOrNull(examinerLastName);
    endoscopeType = presentOrNull(endoscopeType);
    endoscopeSerial = presentOrNull(endoscopeSerial);
    birthDate = PLACEHOLDER_BIRTH_DATE.equals(birthDate) ? null : birthDate;
  }

  /** Nothing known. */
  public static SensitiveMeta empty() {
    return new SensitiveMeta(
        null, null, null, PatientGender.UNKNOWN, null, null, null, null, null, null, null);
  }

  /** Starts a builder holding nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** Non-blank fills blank only: what is already known here is never replaced. */
  public SensitiveMeta mergedWith(SensitiveMeta other) {
    return new SensitiveMeta(
        first(firstName, other.firstName),
        first(lastName, other.lastName),
        first(birthDate, other.birthDate),
        gender == PatientGender.UNKNOWN ? other.gender : gender,
        first(examinationDate, other.examinationDate),
        first(examinationTime, other.examinationTime),
        first(caseNumber, other.caseNumber),
        first(examinerFirstName, other.examinerFirstName),
        first(examinerLastName, other.examinerLastName),
        first(endoscopeType, other.endoscopeType),
        first(endoscopeSerial, other.endoscopeSerial));
  }

  /** Both names and the birth date are there, so a patient pseudonym may be computed. */
  public boolean isPatientIdentityComplete() {
    return Stream.of(firstName, lastName, birthDate).allMatch(value -> value != null);
  }

  /** Names the class only: the values must never reach a log through string conversion. */
  @Override
  public String toString() {
    return "SensitiveMeta[complete=" + isPatientIdentityComplete() + "]";
  }

  private static @Nullable String presentOrNull(@Nullable String value) {
    if (value == null || BLANKS.contains(value.strip().toLowerCase(Locale.ROOT))) {
      return null;
    }
    return value;
  }

  private static <T> @Nullable T first(@Nullable T mine, @Nullable T other) {
    return mine == null ? other : mine;
  }

  /** Collects fields one at a time; unset fields stay unknown. */
  public static final class Builder {
    private @Nullable String firstName;
    private @Nullable String lastName;
    private @Nullable LocalDate birthDate;
    private PatientGender gender = PatientGender.UNKNOWN;
    private @Nullable LocalDate examinationDate;
    private @Nullable LocalTime examinationTime;
    private @Nullable String caseNumber;
    private @Nullable String examinerFirstName;
    private @Nullable String examinerLastName;
    private @Nullable String endoscopeType;
    private @Nullable String endoscopeSerial;

    private Builder() {}

    /** The patient's given and family name. */
    public Builder patient(@Nullable String first, @Nullable String last) {
      this.firstName = first;
      this.lastName = last;
      return this;
    }

    /** The patient's date of birth. */
    public Builder birthDate(@Nullable LocalDate date) {
      this.birthDate = date;
      return this;
    }

    /** The patient's gender. */
    public Builder gender(PatientGender value) {
      this.gender = value;
      return this;
    }

    /** When the examination took place. */
    public Builder examination(@Nullable LocalDate date, @Nullable LocalTime time) {
      this.examinationDate = date;
      this.examinationTime = time;
      return this;
    }

    /** The hospital's case number. */
    public Builder caseNumber(@Nullable String number) {
      this.caseNumber = number;
      return this;
    }

    /** The examiner's given and family name. */
    public Builder examiner(@Nullable String first, @Nullable String last) {
      this.examinerFirstName = first;
      this.examinerLastName = last;
      return this;
    }

    /** The endoscope's model and serial number. */
    public Builder endoscope(@Nullable String type, @Nullable String serial) {
      this.endoscopeType = type;
      this.endoscopeSerial = serial;
      return this;
    }

    /** The finished value. */
    public SensitiveMeta build() {
      return new SensitiveMeta(
          firstName,
          lastName,
          birthDate,
          gender,
          examinationDate,
          examinationTime,
          caseNumber,
          examinerFirstName,
          examinerLastName,
          endoscopeType,
          endoscopeSerial);
    }
  }
}
