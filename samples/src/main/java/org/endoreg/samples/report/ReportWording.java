package org.endoreg.samples.report;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.Gender;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.InventedPatient;

/** The lines of one sample report together with what was planted in them. */
final class ReportWording {
  private static final DateTimeFormatter GERMAN_DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");
  private static final DateTimeFormatter GERMAN_LONG =
      DateTimeFormatter.ofPattern("d. MMMM yyyy", Locale.GERMAN);
  private static final DateTimeFormatter ENGLISH_LONG =
      DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");
  private static final String SIGNATURE_LINE = "_".repeat(16);

  private final InventedExamination examination;
  private final InventedPatient patient;
  private final List<String> head = new ArrayList<>();
  private final List<String> body = new ArrayList<>();
  private final List<PlantedIdentifier> planted = new ArrayList<>();
  private final List<String> clinicalTerms = new ArrayList<>();

  private ReportWording(InventedExamination examination) {
    this.examination = examination;
    this.patient = examination.patient();
  }

  static ReportWording of(InventedExamination examination, ReportLanguage language) {
    ReportWording wording = new ReportWording(examination);
    if (language == ReportLanguage.GERMAN) {
      wording.writeGerman();
    } else {
      wording.writeEnglish();
    }
    return wording;
  }

  /** Letterhead, patient block and history. */
  List<String> head() {
    return head;
  }

  /** Findings, assessment and signature. */
  List<String> body() {
    return body;
  }

  List<PlantedIdentifier> planted() {
    return planted;
  }

  List<String> clinicalTerms() {
    return clinicalTerms;
  }

  private void writeGerman() {
    boolean female = patient.gender() == Gender.FEMALE;
    String salutation = female ? "Frau" : "Herr";
    LocalDate day = examination.startedAt().toLocalDate();
    LocalDate earlier = day.minusDays(400);
    LocalDate seen = day.minusDays(11);
    plantPeople(GERMAN_DAY.format(patient.birthDate()), GERMAN_DAY.format(day));
    plant(PlantedIdentifier.Kind.OTHER_DATE, GERMAN_LONG.format(earlier));
    plant(PlantedIdentifier.Kind.ADDRESS, "Lindenweg 7");
    plant(PlantedIdentifier.Kind.ADDRESS, "54329 Probenhausen");
    plant(PlantedIdentifier.Kind.ADDRESS, "Beispielallee 12");
    plant(PlantedIdentifier.Kind.PHONE, "0999 201-4711");
    plant(PlantedIdentifier.Kind.PHONE, "0170 5550123");
    plant(PlantedIdentifier.Kind.EMAIL, "endoskopie@klinik-musterstadt.example");

    head.add("Klinikum Musterstadt, Medizinische Klinik II, Gastroenterologie");
    head.add("Beispielallee 12, 98765 Musterstadt, Tel. 0999 201-4711");
    head.add("E-Mail: endoskopie@klinik-musterstadt.example");
    head.add("");
    head.add(isColonoscopy() ? "Koloskopie-Befund" : "Gastroskopie-Befund");
    head.add(
        "Patient: %s, %s geb. %s Fallnr.: %s"
            .formatted(
                patient.lastName(),
                patient.firstName(),
                GERMAN_DAY.format(patient.birthDate()),
                examination.caseNumber()));
    head.add("Anschrift: Lindenweg 7, 54329 Probenhausen, Mobil: 0170 5550123");
    head.add("Versichertennr.: " + patient.insuranceNumber());
    head.add(
        "Gerät: Endoskop: %s Seriennummer: %s"
            .formatted(examination.deviceModel(), examination.deviceSerial()));
    head.add(
        "1. Unters.: %s, %s U-datum: %s %s"
            .formatted(
                examination.examinerLastName(),
                examination.examinerFirstName(),
                GERMAN_DAY.format(day),
                MINUTE.format(examination.startedAt())));
    head.add("");
    head.add(
        "Anamnese: %s %s stellt sich zur Kontrolle vor, zuletzt am %s."
            .formatted(salutation, patient.lastName(), GERMAN_LONG.format(earlier)));
    head.add(
        "Aufklärung am %d.%d. durch Dr. %s."
            .formatted(seen.getDayOfMonth(), seen.getMonthValue(), examination.examinerLastName()));
    head.add("Prämedikation: 5 mg Midazolam und 180 mg Propofol i.v.");
    keep("5 mg Midazolam", "180 mg Propofol");

    body.add("");
    if (isColonoscopy()) {
      body.add("Befund: Vorspiegeln bis ins terminale Ileum, Boston 3-3-3.");
      body.add("Im Sigma ein kleiner Polyp, Paris 0-IIa, 12 mm, Abtragung mit der Schlinge.");
      body.add("Rückzugszeit 8 min. Hb 12.3 g/dl, ICD K63.5, OPS 5-452.61.");
      keep("Boston 3-3-3", "Paris 0-IIa", "12 mm", "kleiner Polyp", "K63.5", "5-452.61");
    } else {
      body.add("Befund: Im Ösophagus Barrett-Schleimhaut, Prag C2M4.");
      body.add("Im Bulbus ein kleines Ulkus, Forrest III, 12 mm. Helicobacter-Test negativ.");
      body.add("Keine Varizen. Hb 12.3 g/dl, ICD K22.7, OPS 1-632.0.");
      keep("Barrett", "Prag C2M4", "Forrest III", "12 mm", "Helicobacter", "K22.7", "1-632.0");
    }
    body.add("Beurteilung: Bei %s unauffälliger Verlauf.".formatted(addressed(female)));
    body.add("Empfehlung: Kontrolle in 3 Jahren.");
    keep("Kontrolle in 3 Jahren");
    body.add("");
    body.add("Mit freundlichen kollegialen Grüßen");
    body.add(
        "gez. OA Dr. med. %s %s"
            .formatted(examination.examinerFirstName(), examination.examinerLastName()));
    body.add(SIGNATURE_LINE);
  }

  private String addressed(boolean female) {
    return female ? "Frau " + patient.lastName() : "Herrn " + patient.lastName();
  }

  private void writeEnglish() {
    boolean female = patient.gender() == Gender.FEMALE;
    LocalDate day = examination.startedAt().toLocalDate();
    LocalDate earlier = day.minusDays(400);
    plantPeople(ENGLISH_LONG.format(patient.birthDate()), day.toString());
    plant(PlantedIdentifier.Kind.OTHER_DATE, ENGLISH_LONG.format(earlier));
    plant(PlantedIdentifier.Kind.ADDRESS, "17 Sample Street");
    plant(PlantedIdentifier.Kind.PHONE, "+49 999 2014711");
    plant(PlantedIdentifier.Kind.URL, "www.invented-hospital.example");

    head.add("Invented Hospital, Department of Gastroenterology");
    head.add("17 Sample Street, Phone: +49 999 2014711, www.invented-hospital.example");
    head.add("");
    head.add(isColonoscopy() ? "Colonoscopy report" : "Gastroscopy report");
    head.add("Patient: %s, %s".formatted(patient.lastName(), patient.firstName()));
    head.add(
        "Date of birth: %s Case No.: %s"
            .formatted(ENGLISH_LONG.format(patient.birthDate()), examination.caseNumber()));
    head.add("Insurance No.: " + patient.insuranceNumber());
    head.add(
        "Endoscope: %s Serial number: %s"
            .formatted(examination.deviceModel(), examination.deviceSerial()));
    head.add(
        "Examiner: Dr. %s %s Date of examination: %s %s"
            .formatted(
                examination.examinerFirstName(),
                examination.examinerLastName(),
                day,
                MINUTE.format(examination.startedAt())));
    head.add("");
    head.add(
        "History: %s %s was last seen on %s."
            .formatted(female ? "Mrs." : "Mr.", patient.lastName(), ENGLISH_LONG.format(earlier)));
    head.add("Sedation: 5 mg midazolam and 180 mg propofol.");
    keep("5 mg midazolam", "180 mg propofol");

    body.add("");
    if (isColonoscopy()) {
      body.add("Findings: terminal ileum reached, Boston 3-3-3.");
      body.add("A small polyp in the sigmoid colon, Paris 0-IIa, 12 mm, removed by snare.");
      body.add("Withdrawal time 8 min. Hb 12.3 g/dl, ICD K63.5.");
      keep("Boston 3-3-3", "Paris 0-IIa", "12 mm", "small polyp", "K63.5");
    } else {
      body.add("Findings: Barrett mucosa in the oesophagus, Prague C2M4.");
      body.add("A small ulcer in the bulb, Forrest III, 12 mm. Helicobacter test negative.");
      body.add("No varices. Hb 12.3 g/dl, ICD K22.7.");
      keep("Barrett", "Prague C2M4", "Forrest III", "12 mm", "Helicobacter", "K22.7");
    }
    body.add("Recommendation: follow-up in 3 years.");
    keep("follow-up in 3 years");
    body.add("");
    body.add("With kind regards");
    body.add(
        "Signed: Dr. %s %s"
            .formatted(examination.examinerFirstName(), examination.examinerLastName()));
    body.add(SIGNATURE_LINE);
  }

  private boolean isColonoscopy() {
    return examination.kind() == ExaminationKind.COLONOSCOPY;
  }

  private void plantPeople(String birthDate, String examinationDate) {
    plant(PlantedIdentifier.Kind.PATIENT_NAME, patient.lastName());
    plant(PlantedIdentifier.Kind.PATIENT_NAME, patient.firstName());
    plant(PlantedIdentifier.Kind.BIRTH_DATE, birthDate);
    plant(PlantedIdentifier.Kind.EXAMINATION_DATE, examinationDate);
    plant(PlantedIdentifier.Kind.CASE_NUMBER, examination.caseNumber());
    plant(PlantedIdentifier.Kind.INSURANCE_NUMBER, patient.insuranceNumber());
    plant(PlantedIdentifier.Kind.DEVICE_SERIAL, examination.deviceSerial());
    plant(PlantedIdentifier.Kind.STAFF_NAME, examination.examinerLastName());
    plant(PlantedIdentifier.Kind.STAFF_NAME, examination.examinerFirstName());
  }

  private void plant(PlantedIdentifier.Kind kind, String text) {
    planted.add(new PlantedIdentifier(kind, text));
  }

  private void keep(String... terms) {
    clinicalTerms.addAll(List.of(terms));
  }
}
