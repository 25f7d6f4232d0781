package org.endoreg.anonymizer.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.endoreg.anonymizer.identity.PatientGender;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionTest {
  private static final Recognition RECOGNITION = Recognition.standard();
  private static final SensitiveMeta NOBODY = SensitiveMeta.empty();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Untersuchung am 3. März 1980.",
        "geb. 03. Mär. 80",
        "Kontrolle 5. Jänner 2023",
        "Befund vom 7. Feber 2023",
        "zuletzt März 1980",
        "Eingang 12.III.24",
        "Termin Mo., 04.03.24",
        "Aufklärung am 4.3. erfolgt",
        "Datum 04/03/2024",
        "seen 2024-03-04T10:45",
        "Kontrolle KW 12/2024",
        "seen March 3, 1980",
        "on 3rd of March 1980",
        "geb. am 01 02 1980",
        "geboren am: 1.2.1980",
        "geb. 01021980",
        "03/2024",
      })
  void everySpellingOfADateIsFound(String text) {
    assertThat(masked(text, NOBODY)).containsPattern("\\[(BIRTH_)?DATE]");
    assertThat(masked(text, NOBODY).replace("3rd", "")).doesNotContainPattern("\\d");
  }

  @Test
  void bothEndsOfARangeAreFound() {
    assertThat(masked("stationär 15.03.–17.03.2024", NOBODY)).isEqualTo("stationär [DATE]–[DATE]");
  }

  @Test
  void aShortDateAloneOnALineIsFound() {
    assertThat(masked("Befund\n4.3.\nunauffällig", NOBODY))
        .isEqualTo("Befund\n[DATE]\nunauffällig");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Patient: Testperson, Anna Maria geb. 01.02.1980|Testperson;Anna;Maria",
        "Pationt: Testperson, Anna|Testperson;Anna",
        "Pat. Frau Anna Testperson geb. 01.02.1980|Anna;Testperson",
        "Name: TESTPERSON ANNA|TESTPERSON;ANNA",
        "Nachname: von der Testperson|Testperson",
        "Geburtsname: Proberich|Proberich",
        "Sehr geehrte Frau Kollegin Proberich,|Proberich",
        "gez. OÄ PD Dr. med. habil. Xaveria Proberich|Xaveria;Proberich",
        "i.V. Proberich|Proberich",
        "Der Ehemann, Konrad Testperson, wartet|Konrad;Testperson",
        "Tochter Anna begleitet sie|Anna",
        "1. Unters.: Pruefer, Bert U-datum: 15.03.2024 10:45|Pruefer;Bert",
        "Untersuchender Arzt: Dr. Bert Pruefer|Bert;Pruefer",
        "Dr. Proberich und Dr. Testmann|Proberich;Testmann",
        "Patient: Klein, Anna geb. 01.02.1980|Klein;Anna",
        "Frau Anna-Lena Müller-Lüdenscheidt|Anna-Lena;Müller-Lüdenscheidt",
        "Signed: Dr. Robert Invented-Smith|Robert;Invented-Smith",
      })
  void namesAreFoundByTheirCue(String text, String names) {
    for (String name : names.split(";", -1)) {
      assertThat(masked(text, NOBODY)).doesNotContain(name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fallnr.: A-2024/0815|A-2024/0815",
        "Pat-ID 4711|4711",
        "PID: 99887|99887",
        "Aufn.-Nr. 20240815|20240815",
        "Histo-Nr.: H24-1234|H24-1234",
        "E-Nr. 5544|5544",
        "Auftragsnr.: 778899|778899",
        "Versichertennr. A123456780|A123456780",
        "Nr A123456780 liegt vor|A123456780",
        "LANR 123456601|123456601",
        "BSNR: 987654321|987654321",
        "DE89 3704 0044 0532 0130 00|0532 0130",
        "Tel.: 0999/201-4711|201-4711",
        "Fax 0999 201 4712|201 4712",
        "unter +49 (0)999 2014711 erreichbar|2014711",
        "Handy 0170-5550123|5550123",
        "anna.testperson@mail.example|testperson",
        "Server 192.168.17.4|192.168.17.4",
        "Befund auf www.klinik.example/abc|klinik",
        "wohnhaft in 54329 Probenhausen|Probenhausen",
        "Lindenstr. 7a, D-54329 Probenhausen|Lindenstr. 7a",
        "17 Sample Street|17 Sample",
        "Endoskop: CF-X100 Seriennummer: 27654321|27654321",
        "Station 3B, Zimmer 12|3B",
        "ein 92-jähriger Mann|92",
      })
  void numbersAndAddressesAreFoundByFormOrLabel(String text, String gone) {
    assertThat(masked(text, NOBODY)).doesNotContain(gone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Boston 3-3-3, Rückzugszeit 8 min.",
        "Polyp Paris 0-IIa, 12 mm im Sigma, kleiner Polyp 3-4 mm.",
        "Barrett-Schleimhaut Prag C2M4, Forrest III, Los Angeles B.",
        "5 mg Midazolam, 180 mg Propofol i.v., 2,5 mg.",
        "Hb 12.3 g/dl, Thrombozyten 250000/µl, ICD K63.5, OPS 5-452.61.",
        "pT1sm2 N0 L0 V0 R0 G2, Mallory-Weiss-Läsion bei 38 cm.",
        "Atemweg frei, Schatzki-Ring 12 mm, Morbus Crohn.",
        "1.2. Ösophagus unauffällig",
        "Empfehlung: Kontrolle in 3 Jahren.",
        "Patientin stellt sich zur Kontrolle vor. Patient nüchtern.",
        "Helicobacter-Schnelltest negativ, Billroth II.",
        "Terminal ileum reached, small polyp, Forrest III.",
      })
  void clinicalLanguageStays(String text) {
    assertThat(masked(text, NOBODY)).isEqualTo(text);
  }

  @Test
  void aPatientCalledKleinDoesNotRemoveTheAdjective() {
    SensitiveMeta klein = SensitiveMeta.builder().patient("Anna", "Klein").build();

    assertThat(masked("Klein kam nüchtern. Ein kleiner Polyp, klein und glatt.", klein))
        .isEqualTo("[NAME] kam nüchtern. Ein kleiner Polyp, klein und glatt.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Testpers0n",
        "TESTPERSON",
        "Testpersons",
        "Test person",
        "Test-\nperson",
        "Testperscn",
        "T e s t p e r s o n"
      })
  void aKnownNameIsFoundInAllItsVariants(String written) {
    SensitiveMeta known = SensitiveMeta.builder().patient("Anna", "Testperson").build();

    assertThat(masked("bei " + written + " heute", known)).isEqualTo("bei [NAME] heute");
  }

  @Test
  void particlesOfAKnownNameAreNoNames() {
    SensitiveMeta known = SensitiveMeta.builder().patient("Anna", "von der Probe").build();

    assertThat(masked("Der Befund von Anna von der Probe", known))
        .isEqualTo("Der Befund von [NAME] von der [NAME]");
  }

  @Test
  void umlautSpellingsAndInitialsOfAKnownNameAreFound() {
    SensitiveMeta known = SensitiveMeta.builder().patient("Anna", "Übungsfeld").build();

    assertThat(masked("A. Ü. bzw. Uebungsfeld", known)).isEqualTo("[NAME] bzw. [NAME]");
  }

  @Test
  void aKnownNumberIsFoundWithOtherSeparators() {
    SensitiveMeta known = SensitiveMeta.builder().caseNumber("12345678").build();

    assertThat(masked("Kleber 1234-5678 und I2345678", known)).doesNotContain("678");
  }

  @Test
  void theFormOfTheHospitalYieldsTheMetadata() {
    SensitiveMeta meta =
        RECOGNITION
            .identityReader()
            .read(
                """
                Patient: Testperson, Anna Maria geb. 01.02.1980 Fallnr.: 12345678
                Gerät: Endoskop: CF-X100 Seriennummer: 27654321
                1. Unters.: Pruefer, Bert U-datum: 15.03.2024 10:45
                """);

    assertThat(meta)
        .isEqualTo(
            SensitiveMeta.builder()
                .patient("Anna Maria", "Testperson")
                .gender(PatientGender.FEMALE)
                .birthDate(LocalDate.of(1980, 2, 1))
                .caseNumber("12345678")
                .examiner("Bert", "Pruefer")
                .examination(LocalDate.of(2024, 3, 15), LocalTime.of(10, 45))
                .endoscope("CF-X100", "27654321")
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pat. Testperson, Anna geb. 1.2.45|Anna|Testperson|1945-02-01",
        "Patientin: Testperson, Anna geboren am: 1.2.1980|Anna|Testperson|1980-02-01",
        "Patient: Herr Konrad Testperson geb. 01021980|Konrad|Testperson|1980-02-01",
        "Nachname: Testperson#Vorname: Anna#Geburtsdatum: 01.02.1980|Anna|Testperson|1980-02-01",
      })
  void otherPatientLinesAreRead(String text, String first, String last, LocalDate born) {
    SensitiveMeta meta = RECOGNITION.identityReader().read(text.replace('#', '\n'));

    assertThat(meta.lastName()).isEqualTo(last);
    assertThat(meta.firstName()).isEqualTo(first);
    assertThat(meta.birthDate()).isEqualTo(born);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "am 15.03.2024|am 25.03.2024",
        "am 5.3.24|am 15.3.24",
        "am 3. März 1980|am 13. März 1980",
        "am 28. Feb. 2023|am 10. Mär. 2023",
        "on March 25, 2024|on April 4, 2024",
        "am 2024-03-04T10:45|am 2024-03-14",
        "vom 12.III.24|vom 22.III.24",
        "im MÄRZ 2024|im MÄRZ 2024",
        "am 25.3.|am 4.4.",
        "KW 12/2024|KW 13/2024",
      })
  void datesAreMovedInTheirOwnSpelling(String text, String moved) {
    DateMention mention = new DateFinder().find(text).get(0);
    String rendered = new DateShift(10, 2024).render(text, mention);

    assertThat(text.substring(0, mention.start()) + rendered + text.substring(mention.end()))
        .isEqualTo(moved);
  }

  @Test
  void hostileTextIsReadInReasonableTime() {
    String text = "Patient: ".repeat(2_000) + "1.".repeat(20_000) + "A ".repeat(20_000);
    long start = System.nanoTime();

    RECOGNITION.find(text, new KnownIdentity(NOBODY));

    assertThat((System.nanoTime() - start) / 1_000_000_000L).isLessThan(20);
  }

  private static String masked(String text, SensitiveMeta meta) {
    StringBuilder masked = new StringBuilder(text);
    List<Span> spans = RECOGNITION.find(text, new KnownIdentity(meta));
    for (int i = spans.size() - 1; i >= 0; i--) {
      Span span = spans.get(i);
      masked.replace(span.start(), span.end(), "[" + span.type() + "]");
    }
    return masked.toString();
  }
}
