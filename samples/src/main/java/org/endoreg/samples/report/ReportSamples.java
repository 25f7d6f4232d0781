package org.endoreg.samples.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;

/**
 * Writes sample reports; the same seed gives the same report. Texts follow the layout marks of the
 * hospitals' forms ("Patient: ", "Gerät: ", "1. Unters.:", a line of sixteen underscores).
 */
public final class ReportSamples {
  private final long seed;

  /** Starts from a seed that decides about people, numbers and scanner noise. */
  public ReportSamples(long seed) {
    this.seed = seed;
  }

  /** A report about the first patient of this seed. */
  public ReportSample write(ExaminationKind kind, ReportLanguage language, ReportForm form) {
    PeopleBySeed people = new PeopleBySeed(seed);
    return write(people.nextExamination(people.nextPatient(), kind), language, form);
  }

  /** A report about this examination. */
  public ReportSample write(
      InventedExamination examination, ReportLanguage language, ReportForm form) {
    return write(examination, language, form, 0);
  }

  /**
   * A report whose pages carry a rotation entry of 0, 90, 180 or 270 degrees; it is upright when
   * displayed, as a page fed sideways and turned by the hospital system would be.
   */
  public ReportSample write(
      InventedExamination examination, ReportLanguage language, ReportForm form, int rotation) {
    ReportWording wording = ReportWording.of(examination, language);
    PageSheet sheet = new PageSheet(seed, rotation);
    try {
      return new ReportSample(
          examination,
          language,
          form,
          sheet.write(pages(wording, form), form),
          wording.planted(),
          wording.clinicalTerms());
    } catch (IOException e) {
      throw new UncheckedIOException("A sample report could not be written", e);
    }
  }

  /** A born-digital or scanned page with exactly these lines, for tests of a single form. */
  public static byte[] pageOf(ReportForm form, String... lines) {
    try {
      return new PageSheet(1, 0).write(List.of(List.of(lines)), form);
    } catch (IOException e) {
      throw new UncheckedIOException("A sample page could not be written", e);
    }
  }

  private static List<List<String>> pages(ReportWording wording, ReportForm form) {
    if (form == ReportForm.MIXED) {
      return List.of(wording.head(), wording.body());
    }
    List<String> onePage = new ArrayList<>(wording.head());
    onePage.addAll(wording.body());
    return List.of(onePage);
  }
}
