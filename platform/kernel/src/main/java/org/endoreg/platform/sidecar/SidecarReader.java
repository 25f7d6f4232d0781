package org.endoreg.platform.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sidecar by its contract, which is the same strict one in every deployment role: a lenient
 * reading would let a file count as signed off that nobody signed off. Whatever the bytes are, the
 * answer is a {@link Sidecar} or a {@link SidecarRefused}.
 */
public final class SidecarReader {
  /** Stands for names the sender made up; they are never repeated. */
  static final String UNKNOWN_FIELD = "unknown_field";

  private final Map<SidecarField, JsonNode> present = new EnumMap<>(SidecarField.class);
  private final Set<SidecarField> faulty = EnumSet.noneOf(SidecarField.class);
  private boolean unknown;

  private SidecarReader() {}

  /**
   * The sidecar in these bytes.
   *
   * @throws SidecarRefused when they are not readable or break a rule; all broken fields are named
   */
  public static Sidecar read(byte[] bytes, SidecarFormat format) throws SidecarRefused {
    SidecarReader reader = new SidecarReader();
    reader.sort(object(bytes, format));
    reader.checkFields();
    reader.requireSignOff();
    return reader.sidecar();
  }

  private static ObjectNode object(byte[] bytes, SidecarFormat format) throws SidecarRefused {
    if (bytes.length > Sidecar.MAX_BYTES) {
      throw unreadable();
    }
    try {
      if (SidecarTree.read(bytes, format) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException | RuntimeException notASidecar) {
      throw unreadable();
    }
    throw unreadable();
  }

  private static SidecarRefused unreadable() {
    return new SidecarRefused(ProblemCode.SIDECAR_INVALID, List.of());
  }

  private void sort(ObjectNode object) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      SidecarField.named(member.getKey())
          .ifPresentOrElse(field -> keep(field, member.getValue()), () -> unknown = true);
    }
  }

  /** A forbidden field is kept even when blank: its name alone shows a wrong producer. */
  private void keep(SidecarField field, JsonNode value) {
    boolean blank = value.isNull() || (value.isTextual() && value.textValue().isBlank());
    if (!blank || field.need() == SidecarField.Need.FORBIDDEN) {
      present.put(field, value);
    }
  }

  private void checkFields() throws SidecarRefused {
    for (SidecarField field : SidecarField.values()) {
      if (!isRight(field, present.get(field))) {
        faulty.add(field);
      }
    }
    if (!faulty.isEmpty() || unknown) {
      throw new SidecarRefused(ProblemCode.SIDECAR_INVALID, faultNames());
    }
  }

  private List<String> faultNames() {
    List<String> names = new ArrayList<>(faulty.stream().map(SidecarField::wireName).toList());
    if (unknown) {
      names.add(UNKNOWN_FIELD);
    }
    return names;
  }

  private static boolean isRight(SidecarField field, @Nullable JsonNode value) {
    if (value == null) {
      return field.need() != SidecarField.Need.REQUIRED;
    }
    return field.need() != SidecarField.Need.FORBIDDEN && field.takes(value);
  }

  private void requireSignOff() throws SidecarRefused {
    SidecarField field = SidecarField.HUMAN_ANONYMIZATION_VALIDATED;
    JsonNode stated = present.get(field);
    if (stated == null || !stated.booleanValue()) {
      throw new SidecarRefused(ProblemCode.SIDECAR_NOT_VALIDATED, List.of(field.wireName()));
    }
  }

  private Sidecar sidecar() {
    return new Sidecar(
        new CenterKey(required(SidecarField.CENTER_KEY)),
        text(SidecarField.CENTER_NAME),
        required(SidecarField.SOURCE_SYSTEM),
        new Sha256(required(SidecarField.FILE_SHA256).toLowerCase(Locale.ROOT)),
        required(SidecarField.VALIDATED_BY),
        OffsetDateTime.parse(required(SidecarField.VALIDATED_AT)),
        text(SidecarField.EXTERNAL_ID),
        text(SidecarField.EXTERNAL_ID_ORIGIN),
        text(SidecarField.CASENUMBER),
        parsed(SidecarField.EXAMINATION_DATE, LocalDate::parse),
        parsed(SidecarField.EXAMINATION_TIME, LocalTime::parse),
        text(SidecarField.ANONYMIZED_TEXT),
        text(SidecarField.ENDOSCOPE_TYPE),
        text(SidecarField.ENDOSCOPE_SN),
        text(SidecarField.PATIENT_HASH),
        text(SidecarField.EXAMINATION_HASH),
        text(SidecarField.SOURCE_DOCUMENT_TYPE),
        text(SidecarField.ORIGINAL_DOCUMENT_ID),
        text(SidecarField.ORIGINAL_DOCUMENT_VERSION),
        present.get(SidecarField.RAW_COLUMNS));
  }

  private String required(SidecarField field) {
    String text = text(field);
    if (text == null) {
      throw new IllegalStateException("checked before");
    }
    return text;
  }

  private @Nullable String text(SidecarField field) {
    JsonNode value = present.get(field);
    return value == null ? null : value.textValue().strip();
  }

  private <T> @Nullable T parsed(SidecarField field, Function<String, T> parsing) {
    String text = text(field);
    return text == null ? null : parsing.apply(text);
  }
}
