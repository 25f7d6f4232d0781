package org.endoreg.knowledge.terminology;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which field of which kind refers to which other kind. A field that is not listed here is a plain
 * value, whatever it looks like. References always go by natural key, never by a database id.
 */
public final class Relations {
  private static final Map<Kind, Map<String, Kind>> TABLE = new EnumMap<>(Kind.class);

  static {
    from(Kind.INFORMATION_SOURCE).to("information_source_types", Kind.INFORMATION_SOURCE_TYPE);
    from(Kind.RISK).to("risk_type", Kind.RISK_TYPE);
    from(Kind.CENTER).to("first_names", Kind.FIRST_NAME).to("last_names", Kind.LAST_NAME);
    from(Kind.ENDOSCOPY_PROCESSOR).to("centers", Kind.CENTER);
    from(Kind.ENDOSCOPE).to("center", Kind.CENTER).to("endoscope_type", Kind.ENDOSCOPE_TYPE);
    from(Kind.PDF_TYPE)
        .to("patient_info_line", Kind.REPORT_READER_FLAG)
        .to("endoscope_info_line", Kind.REPORT_READER_FLAG)
        .to("examiner_info_line", Kind.REPORT_READER_FLAG)
        .to("cut_off_above_lines", Kind.REPORT_READER_FLAG)
        .to("cut_off_below_lines", Kind.REPORT_READER_FLAG);
    from(Kind.DISEASE_CLASSIFICATION).to("disease", Kind.DISEASE);
    from(Kind.DISEASE_CLASSIFICATION_CHOICE)
        .to("disease_classification", Kind.DISEASE_CLASSIFICATION);
    from(Kind.EXAMINATION)
        .to("examination_types", Kind.EXAMINATION_TYPE)
        .to("information_sources", Kind.INFORMATION_SOURCE);
    from(Kind.EXAMINATION_TIME_TYPE).to("examinations", Kind.EXAMINATION);
    from(Kind.EXAMINATION_TIME).to("time_types", Kind.EXAMINATION_TIME_TYPE);
    from(Kind.LAB_VALUE)
        .to("default_unit", Kind.UNIT)
        .to("default_numerical_value_distribution", Kind.NUMERIC_VALUE_DISTRIBUTION);
    from(Kind.FINDING_INTERVENTION)
        .to("intervention_types", Kind.FINDING_INTERVENTION_TYPE)
        .to("required_lab_values", Kind.LAB_VALUE)
        .to("contraindications", Kind.CONTRAINDICATION);
    from(Kind.FINDING)
        .to("finding_types", Kind.FINDING_TYPE)
        .to("examinations", Kind.EXAMINATION)
        .to("finding_interventions", Kind.FINDING_INTERVENTION);
    from(Kind.FINDING_CLASSIFICATION)
        .to("classification_types", Kind.FINDING_CLASSIFICATION_TYPE)
        .to("examinations", Kind.EXAMINATION)
        .to("finding_types", Kind.FINDING_TYPE)
        .to("findings", Kind.FINDING)
        .to("choices", Kind.FINDING_CLASSIFICATION_CHOICE)
        .to("information_sources", Kind.INFORMATION_SOURCE);
    from(Kind.EXAMINATION_INDICATION)
        .to("examinations", Kind.EXAMINATION)
        .to("expected_interventions", Kind.FINDING_INTERVENTION)
        .to("information_sources", Kind.INFORMATION_SOURCE);
    from(Kind.EXAMINATION_INDICATION_CLASSIFICATION)
        .to("examinations", Kind.EXAMINATION)
        .to("indications", Kind.EXAMINATION_INDICATION);
    from(Kind.EXAMINATION_INDICATION_CLASSIFICATION_CHOICE)
        .to("classification", Kind.EXAMINATION_INDICATION_CLASSIFICATION);
    medicationRelations();
    requirementRelations();
    modelRelations();
    sustainabilityRelations();
  }

  private Relations() {}

  /** Relation fields of a kind with the kind each refers to; empty for kinds that stand alone. */
  public static Map<String, Kind> of(Kind kind) {
    return TABLE.getOrDefault(kind, Map.of());
  }

  private static void medicationRelations() {
    from(Kind.MEDICATION).to("default_unit", Kind.UNIT);
    from(Kind.MEDICATION_SCHEDULE)
        .to("medication", Kind.MEDICATION)
        .to("intake_times", Kind.MEDICATION_INTAKE_TIME)
        .to("unit", Kind.UNIT);
    from(Kind.MEDICATION_INDICATION)
        .to("indication_type", Kind.MEDICATION_INDICATION_TYPE)
        .to("medication_schedules", Kind.MEDICATION_SCHEDULE)
        .to("diseases", Kind.DISEASE)
        .to("events", Kind.EVENT)
        .to("disease_classification_choices", Kind.DISEASE_CLASSIFICATION_CHOICE)
        .to("sources", Kind.INFORMATION_SOURCE);
  }

  private static void requirementRelations() {
    from(Kind.REQUIREMENT)
        .to("requirement_types", Kind.REQUIREMENT_TYPE)
        .to("operators", Kind.REQUIREMENT_OPERATOR)
        .to("unit", Kind.UNIT)
        .to("examinations", Kind.EXAMINATION)
        .to("examination_indications", Kind.EXAMINATION_INDICATION)
        .to("diseases", Kind.DISEASE)
        .to("disease_classification_choices", Kind.DISEASE_CLASSIFICATION_CHOICE)
        .to("events", Kind.EVENT)
        .to("lab_values", Kind.LAB_VALUE)
        .to("findings", Kind.FINDING)
        .to("finding_classifications", Kind.FINDING_CLASSIFICATION)
        .to("finding_classification_choices", Kind.FINDING_CLASSIFICATION_CHOICE)
        .to("finding_interventions", Kind.FINDING_INTERVENTION)
        .to("medications", Kind.MEDICATION)
        .to("medication_indications", Kind.MEDICATION_INDICATION)
        .to("medication_indication_types", Kind.MEDICATION_INDICATION_TYPE)
        .to("medication_intake_times", Kind.MEDICATION_INTAKE_TIME)
        .to("medication_schedules", Kind.MEDICATION_SCHEDULE)
        .to("genders", Kind.GENDER)
        .to("risks", Kind.RISK)
        .to("risk_types", Kind.RISK_TYPE);
    from(Kind.EXAMINATION_REQUIREMENT_SET).to("examinations", Kind.EXAMINATION);
    from(Kind.REQUIREMENT_SET)
        .to("requirements", Kind.REQUIREMENT)
        .to("links_to_sets", Kind.REQUIREMENT_SET)
        .to("requirement_set_type", Kind.REQUIREMENT_SET_TYPE)
        .to("information_sources", Kind.INFORMATION_SOURCE)
        .to("tags", Kind.TAG)
        .to("reqset_exam_links", Kind.EXAMINATION_REQUIREMENT_SET);
  }

  private static void modelRelations() {
    from(Kind.LABEL).to("label_type", Kind.LABEL_TYPE);
    from(Kind.LABEL_SET).to("labels", Kind.LABEL);
    from(Kind.VIDEO_SEGMENTATION_LABEL_SET).to("labels", Kind.VIDEO_SEGMENTATION_LABEL);
    from(Kind.AI_MODEL)
        .to("video_segmentation_labelset", Kind.VIDEO_SEGMENTATION_LABEL_SET)
        .to("model_type", Kind.AI_MODEL_TYPE);
  }

  private static void sustainabilityRelations() {
    from(Kind.EMISSION_FACTOR).to("unit", Kind.UNIT);
    from(Kind.MATERIAL).to("emission_factor", Kind.EMISSION_FACTOR);
    from(Kind.TRANSPORT_ROUTE).to("unit", Kind.UNIT).to("emission_factor", Kind.EMISSION_FACTOR);
    from(Kind.PRODUCT)
        .to("product_group", Kind.PRODUCT_GROUP)
        .to("transport_route", Kind.TRANSPORT_ROUTE);
    from(Kind.PRODUCT_MATERIAL)
        .to("product", Kind.PRODUCT)
        .to("material", Kind.MATERIAL)
        .to("unit", Kind.UNIT);
    from(Kind.PRODUCT_WEIGHT).to("product", Kind.PRODUCT).to("unit", Kind.UNIT);
    from(Kind.REFERENCE_PRODUCT)
        .to("product", Kind.PRODUCT)
        .to("product_group", Kind.PRODUCT_GROUP)
        .to("emission_factor_total", Kind.EMISSION_FACTOR)
        .to("emission_factor_package", Kind.EMISSION_FACTOR)
        .to("emission_factor_product", Kind.EMISSION_FACTOR);
    from(Kind.CENTER_WASTE)
        .to("center", Kind.CENTER)
        .to("waste", Kind.WASTE)
        .to("unit", Kind.UNIT)
        .to("emission_factor", Kind.EMISSION_FACTOR);
    from(Kind.CENTER_RESOURCE)
        .to("center", Kind.CENTER)
        .to("resource", Kind.RESOURCE)
        .to("unit", Kind.UNIT)
        .to("use_emission_factor", Kind.EMISSION_FACTOR)
        .to("transport_emission_factor", Kind.EMISSION_FACTOR);
  }

  private static Targets from(Kind kind) {
    return new Targets(TABLE.computeIfAbsent(kind, key -> new LinkedHashMap<>()));
  }

  private record Targets(Map<String, Kind> fields) {
    private Targets to(String field, Kind target) {
      fields.put(field, target);
      return this;
    }
  }
}
