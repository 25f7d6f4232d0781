package org.endoreg.platform.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;

/**
 * Every field a sidecar may have, whether it must be there, and what its text must look like. A
 * field that is not listed is refused; so is one that is listed as forbidden, because it would
 * carry identity or a path and nothing here needs it.
 */
public enum SidecarField {
  CENTER_KEY(Need.REQUIRED, Kind.CENTER),
  CENTER_NAME(Need.OPTIONAL, Kind.TEXT),
  SOURCE_SYSTEM(Need.REQUIRED, Kind.TEXT),
  FILE_SHA256(Need.REQUIRED, Kind.DIGEST),
  HUMAN_ANONYMIZATION_VALIDATED(Need.REQUIRED, Kind.FLAG),
  VALIDATED_BY(Need.REQUIRED, Kind.TEXT),
  VALIDATED_AT(Need.REQUIRED, Kind.MOMENT),
  EXTERNAL_ID(Need.OPTIONAL, Kind.TEXT),
  EXTERNAL_ID_ORIGIN(Need.OPTIONAL, Kind.TEXT),
  CASENUMBER(Need.OPTIONAL, Kind.TEXT),
  EXAMINATION_DATE(Need.OPTIONAL, Kind.DATE),
  EXAMINATION_TIME(Need.OPTIONAL, Kind.TIME),
  ANONYMIZED_TEXT(Need.OPTIONAL, Kind.TEXT),
  ENDOSCOPE_TYPE(Need.OPTIONAL, Kind.TEXT),
  ENDOSCOPE_SN(Need.OPTIONAL, Kind.TEXT),
  PATIENT_HASH(Need.OPTIONAL, Kind.TEXT),
  EXAMINATION_HASH(Need.OPTIONAL, Kind.TEXT),
  SOURCE_DOCUMENT_TYPE(Need.OPTIONAL, Kind.TEXT),
  ORIGINAL_DOCUMENT_ID(Need.OPTIONAL, Kind.TEXT),
  ORIGINAL_DOCUMENT_VERSION(Need.OPTIONAL, Kind.TEXT),
  RAW_COLUMNS(Need.OPTIONAL, Kind.TEXT_OR_OBJECT),
  PATIENT_FIRST_NAME(Need.FORBIDDEN, Kind.TEXT),
  PATIENT_LAST_NAME(Need.FORBIDDEN, Kind.TEXT),
  PATIENT_DOB(Need.FORBIDDEN, Kind.TEXT),
  PATIENT_GENDER(Need.FORBIDDEN, Kind.TEXT),
  TEXT(Need.FORBIDDEN, Kind.TEXT),
  FILE_PATH(Need.FORBIDDEN, Kind.TEXT);

  /** Whether a field has to be there. */
  public enum Need {
    REQUIRED,
    OPTIONAL,
    FORBIDDEN
  }

  /** What the value of a field is. */
  private enum Kind {
    TEXT,
    FLAG,
    CENTER,
    DIGEST,
    MOMENT,
    DATE,
    TIME,
    TEXT_OR_OBJECT
  }

  private static final Pattern DIGEST = Pattern.compile(Sha256.PATTERN);

  private final Need need;
  private final Kind kind;

  SidecarField(Need need, Kind kind) {
    this.need = need;
    this.kind = kind;
  }

  /** Whether a sidecar must, may or must not have this field. */
  public Need need() {
    return need;
  }

  /** The name in the sidecar. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<SidecarField> named(String wireName) {
    return Arrays.stream(values()).filter(field -> field.wireName().equals(wireName)).findFirst();
  }

  /** True when a value that is there is of the right kind. */
  boolean takes(JsonNode value) {
    return switch (kind) {
      case FLAG -> value.isBoolean();
      case TEXT_OR_OBJECT -> value.isTextual() || value.isObject();
      default -> value.isTextual() && takes(value.textValue().strip());
    };
  }

  private boolean takes(String text) {
    return switch (kind) {
      case CENTER -> CenterKey.accepts(text);
      case DIGEST -> DIGEST.matcher(text.toLowerCase(Locale.ROOT)).matches();
      // The offset is part of this shape, so a time without one does not parse.
      case MOMENT -> parses(text, OffsetDateTime::parse);
      case DATE -> parses(text, LocalDate::parse);
      case TIME -> parses(text, LocalTime::parse);
      case TEXT, FLAG, TEXT_OR_OBJECT -> true;
    };
  }

  private static boolean parses(String text, Function<String, ?> parser) {
    try {
      Object unused = parser.apply(text);
      return true;
    } catch (DateTimeException otherShape) {
      return false;
    }
  }
}
