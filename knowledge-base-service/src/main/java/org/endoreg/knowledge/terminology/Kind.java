package org.endoreg.knowledge.terminology;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every sort of definition the knowledge base holds, in the order in which fixture directories
 * load. The directory decides the kind of a fixture row; what the row says about itself is only
 * compared. What a kind may refer to stands in {@link Relations}.
 */
public enum Kind {
  TAG(100),
  INFORMATION_SOURCE_TYPE(100),
  INFORMATION_SOURCE(100),
  RISK_TYPE(100),
  RISK(100),
  FIRST_NAME("names_first"),
  LAST_NAME("names_last"),
  CENTER,
  ENDOSCOPE_TYPE,
  ENDOSCOPY_PROCESSOR,
  ENDOSCOPE,
  NUMERIC_VALUE_DISTRIBUTION("distribution/numeric", 100),
  SINGLE_CATEGORICAL_VALUE_DISTRIBUTION("distribution/single_categorical", 100),
  MULTIPLE_CATEGORICAL_VALUE_DISTRIBUTION("distribution/multiple_categorical", 100),
  DATE_VALUE_DISTRIBUTION("distribution/date", 100),
  GENDER,
  REPORT_READER_FLAG,
  PDF_TYPE,
  UNIT(100),
  DISEASE,
  DISEASE_CLASSIFICATION,
  DISEASE_CLASSIFICATION_CHOICE,
  EVENT(100),
  ORGAN(100),
  CONTRAINDICATION(100),
  EXAMINATION_TYPE("examination/type", 100),
  EXAMINATION("examination/examinations", 100),
  EXAMINATION_TIME_TYPE("examination/time-type", 100),
  EXAMINATION_TIME("examination/time", 100),
  LAB_VALUE,
  PATIENT_LAB_SAMPLE_TYPE,
  FINDING_INTERVENTION_TYPE(100),
  FINDING_INTERVENTION(100),
  FINDING_TYPE(100),
  FINDING(100),
  FINDING_CLASSIFICATION_TYPE,
  FINDING_CLASSIFICATION_CHOICE,
  FINDING_CLASSIFICATION,
  EXAMINATION_INDICATION,
  EXAMINATION_INDICATION_CLASSIFICATION,
  EXAMINATION_INDICATION_CLASSIFICATION_CHOICE,
  MEDICATION,
  MEDICATION_INDICATION_TYPE,
  MEDICATION_INTAKE_TIME,
  MEDICATION_SCHEDULE,
  MEDICATION_INDICATION,
  REQUIREMENT_TYPE,
  REQUIREMENT_OPERATOR,
  REQUIREMENT(100),
  REQUIREMENT_SET_TYPE,
  EXAMINATION_REQUIREMENT_SET,
  REQUIREMENT_SET,
  LABEL_TYPE("ai_model_label/label-type"),
  LABEL("ai_model_label/label"),
  LABEL_SET("ai_model_label/label-set"),
  VIDEO_SEGMENTATION_LABEL("ai_model_video_segmentation_label"),
  VIDEO_SEGMENTATION_LABEL_SET("ai_model_video_segmentation_labelset"),
  AI_MODEL_TYPE,
  AI_MODEL,
  EMISSION_FACTOR,
  RESOURCE,
  WASTE,
  MATERIAL,
  PRODUCT_GROUP,
  TRANSPORT_ROUTE,
  PRODUCT,
  PRODUCT_MATERIAL,
  PRODUCT_WEIGHT,
  REFERENCE_PRODUCT,
  CENTER_WASTE,
  CENTER_RESOURCE;

  private static final int LONG_NAME = 255;

  private final String directory;
  private final int nameLimit;

  Kind() {
    this(LONG_NAME);
  }

  Kind(int nameLimit) {
    this.directory = key();
    this.nameLimit = nameLimit;
  }

  Kind(String directory) {
    this(directory, LONG_NAME);
  }

  Kind(String directory, int nameLimit) {
    this.directory = directory;
    this.nameLimit = nameLimit;
  }

  /** The kind whose stored key this is. */
  public static Optional<Kind> ofKey(String key) {
    return Stream.of(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }

  /** Stable snake_case key, used in tables and messages. */
  public final String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Folder of a fixture tree that feeds this kind. */
  public String directory() {
    return directory;
  }

  /** Longest name a definition of this kind may carry. */
  public int nameLimit() {
    return nameLimit;
  }
}
