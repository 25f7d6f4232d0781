package org.endoreg.stack.sites;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
import org.endoreg.stack.suite.SuiteFailure;

/** A report and a video of one invented examination, with what was planted in them. */
final class SiteSamples {
  private static final long SEED = 20_240_315;
  private static final VideoSampleOptions FILM =
      VideoSampleOptions.PLAIN.size(1280, 720).lasting(3, 25);

  private final Path folder;

  /** Writes below this folder. */
  SiteSamples(Path folder) {
    this.folder = folder;
  }

  /** Both, the report first; what was planted is also written down, for a search of the hub. */
  List<SiteSample> write() throws IOException {
    Files.createDirectories(folder);
    PeopleBySeed people = new PeopleBySeed(SEED);
    InventedPatient patient = people.nextPatient();
    InventedExamination examination = people.nextExamination(patient, ExaminationKind.COLONOSCOPY);
    List<SiteSample> samples = List.of(report(examination), video(examination));
    new ObjectMapper()
        .writeValue(
            folder.resolve("planted.json").toFile(),
            samples.stream().flatMap(sample -> sample.planted().stream()).distinct().toList());
    return samples;
  }

  private SiteSample report(InventedExamination examination) throws IOException {
    ReportSample sample =
        new ReportSamples(SEED).write(examination, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL);
    List<String> planted = sample.planted().stream().map(PlantedIdentifier::text).toList();
    Path file = Files.write(folder.resolve("report.pdf"), sample.pdf());
    return new SiteSample(SiteMedium.REPORT, file, planted, new TextInspection(planted));
  }

  private SiteSample video(InventedExamination examination) throws IOException {
    EndoscopyVideoSample sample = new EndoscopyVideoSample(examination, SEED, FILM);
    Path file = folder.resolve("video.mp4");
    try {
      sample.writeTo(file);
    } catch (MediaFailure failed) {
      throw new SuiteFailure("the sample video could not be written", failed);
    }
    int last = FILM.frameCount() - 1;
    return new SiteSample(
        SiteMedium.VIDEO,
        file,
        identifying(sample).map(PlantedText::text).toList(),
        new FrameInspection(
            identifying(sample).map(PlantedText::box).toList(), List.of(0, last / 2, last)));
  }

  /** A device model stands in every report of a center and identifies nobody. */
  private static Stream<PlantedText> identifying(EndoscopyVideoSample sample) {
    return sample.plantedTexts().stream()
        .filter(text -> text.field() != OverlayField.ENDOSCOPE_TYPE);
  }
}
