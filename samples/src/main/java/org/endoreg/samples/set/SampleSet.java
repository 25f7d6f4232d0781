package org.endoreg.samples.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.InventedPatient;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.report.PlantedIdentifier;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSample;
import org.endoreg.samples.report.ReportSamples;
import org.endoreg.samples.video.EndoscopyVideoSample;
import org.endoreg.samples.video.OverlayField;
import org.endoreg.samples.video.PlantedText;
import org.endoreg.samples.video.VideoSampleOptions;

/**
 * Two invented patients, each with reports in several forms and a video of the same examination, so
 * that linking has something to link. File names carry the patient's name, as they do in hospitals.
 */
public final class SampleSet {
  private final long seed;
  private final Path folder;

  /** Writes below {@code folder}, the same files for the same seed. */
  public SampleSet(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
  }

  /** Writes all samples, replacing earlier ones of the same name. */
  public List<SampleFile> write() throws IOException, MediaFailure {
    Files.createDirectories(folder);
    PeopleBySeed people = new PeopleBySeed(seed);
    InventedPatient first = people.nextPatient();
    InventedPatient second = people.nextPatient();
    InventedExamination colonoscopy = people.nextExamination(first, ExaminationKind.COLONOSCOPY);
    InventedExamination gastroscopy = people.nextExamination(second, ExaminationKind.GASTROSCOPY);
    InventedExamination later = people.nextExamination(first, ExaminationKind.COLONOSCOPY);
    List<SampleFile> files = new ArrayList<>();
    files.add(report(colonoscopy, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL));
    files.add(report(gastroscopy, ReportLanguage.GERMAN, ReportForm.SCANNED));
    files.add(report(later, ReportLanguage.ENGLISH, ReportForm.BORN_DIGITAL));
    files.add(report(gastroscopy, ReportLanguage.GERMAN, ReportForm.MIXED));
    files.add(video(colonoscopy, VideoSampleOptions.PLAIN.lasting(6, 25).withFrameStamp()));
    files.add(
        video(
            gastroscopy,
            VideoSampleOptions.PLAIN
                .size(1280, 720)
                .lasting(4, 25)
                .withVariableRate()
                .withFrameStamp()
                .withSoundAndTitle()));
    return files;
  }

  private SampleFile report(
      InventedExamination examination, ReportLanguage language, ReportForm form)
      throws IOException {
    ReportSample sample = new ReportSamples(seed).write(examination, language, form);
    String suffix = form.name().toLowerCase(Locale.ROOT) + ".pdf";
    Path file = folder.resolve(name(examination) + "_" + suffix);
    Files.write(file, sample.pdf());
    List<String> planted = sample.planted().stream().map(PlantedIdentifier::text).toList();
    return new SampleFile(file, false, planted);
  }

  private SampleFile video(InventedExamination examination, VideoSampleOptions options)
      throws IOException, MediaFailure {
    EndoscopyVideoSample sample = new EndoscopyVideoSample(examination, seed, options);
    Path file = folder.resolve(name(examination) + "_video.mp4");
    sample.writeTo(file);
    // A device model stands in every report of a center and identifies nobody.
    List<String> planted =
        sample.plantedTexts().stream()
            .filter(text -> text.field() != OverlayField.ENDOSCOPE_TYPE)
            .map(PlantedText::text)
            .toList();
    return new SampleFile(file, true, planted);
  }

  private static String name(InventedExamination examination) {
    return examination.patient().lastName()
        + "_"
        + examination.patient().firstName()
        + "_"
        + examination.startedAt().toLocalDate();
  }
}
