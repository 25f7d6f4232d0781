package org.endoreg.stack.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.samples.set.SampleFile;
import org.endoreg.samples.set.SampleSet;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;

/** Sends the samples through both boundaries and waits until every job is finished. */
public final class Demo {
  private static final long SEED = 20_240_315;
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final long LOOK_MILLIS = 500;

  private final HubClient hub;
  private final SuiteFolder folder;
  private final String center;
  private final PrintWriter out;

  /** A demo on a running suite. */
  public Demo(HubClient hub, SuiteFolder folder, String center, PrintWriter out) {
    this.hub = hub;
    this.folder = folder;
    this.center = center;
    this.out = out;
  }

  /** True when every sample ended as an anonymized job. */
  public boolean run() throws IOException, InterruptedException {
    List<SampleFile> samples = samples();
    out.printf("%nIngesting %d invented files through both boundaries%n", samples.size());
    IntStream.range(0, samples.size()).forEach(index -> ingest(samples.get(index), index));
    List<JobRow> jobs = awaitAll(samples.size());
    new ResultTable(out).print(jobs);
    return jobs.size() == samples.size()
        && jobs.stream().allMatch(job -> job.status().equals("anonymized"));
  }

  private List<SampleFile> samples() throws IOException {
    Path manifest = folder.samples().resolve("planted.json");
    try {
      List<SampleFile> samples = new SampleSet(SEED, folder.samples()).write();
      new ObjectMapper()
          .writeValue(
              manifest.toFile(),
              samples.stream().flatMap(file -> file.planted().stream()).distinct().toList());
      return samples;
    } catch (MediaFailure failed) {
      throw new SuiteFailure("the sample videos could not be written", failed);
    }
  }

  /** Every second file goes through the drop folder, the others through the upload API. */
  private void ingest(SampleFile sample, int index) {
    try {
      if (index % 2 == 0) {
        drop(sample);
        out.printf("  → drop folder  %s%n", kind(sample));
      } else {
        hub.upload(sample.file(), center);
        out.printf("  → upload API   %s%n", kind(sample));
      }
      out.flush();
    } catch (IOException failed) {
      throw new SuiteFailure("a sample could not be dropped", failed);
    }
  }

  private static String kind(SampleFile sample) {
    return sample.video() ? "video" : "report";
  }

  /** Copied under a name the watcher ignores, then renamed: the hand-off a producer owes. */
  private void drop(SampleFile sample) throws IOException {
    String target = sample.video() ? "video_import" : "report_import";
    Path intake = folder.drop().resolve(center).resolve(target);
    Path name = sample.file().getFileName();
    Path part = intake.resolve(name + ".part");
    Files.copy(sample.file(), part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, intake.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<JobRow> awaitAll(int expected) throws InterruptedException {
    ProgressLines lines = new ProgressLines(out);
    Instant deadline = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(deadline)) {
      List<JobRow> jobs = hub.jobs();
      lines.show(jobs, expected);
      if (jobs.size() >= expected && jobs.stream().allMatch(JobRow::isFinished)) {
        return jobs;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new SuiteFailure(
        "the demo did not finish within " + LIMIT.toMinutes() + " minutes; ./endoreg logs");
  }
}
