package org.endoreg.stack.demo;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.endoreg.stack.client.JobRow;

/** Prints a line whenever a job gets visibly further, with the time left when it is known. */
final class ProgressLines {
  private static final int STEP_PERCENT = 20;

  private final PrintWriter out;
  private final Map<String, String> shown = new HashMap<>();

  ProgressLines(PrintWriter out) {
    this.out = out;
  }

  void show(List<JobRow> jobs, int expected) {
    long finished = jobs.stream().filter(JobRow::isFinished).count();
    for (JobRow job : jobs) {
      String line = line(job);
      if (!line.equals(shown.put(job.id(), line))) {
        out.printf("  [%d/%d] %s%n", finished, expected, line);
        out.flush();
      }
    }
  }

  private static String line(JobRow job) {
    String shortId = job.id().substring(job.id().length() - 6);
    String what = job.kind() + " …" + shortId + "  " + job.status();
    if (job.isFinished() || job.stage() == null) {
      return what + (job.errorCode() == null ? "" : " (" + job.errorCode() + ")");
    }
    int percent = job.percent() / STEP_PERCENT * STEP_PERCENT;
    String left = job.secondsLeft() > 5 ? ", about " + (job.secondsLeft() / 5 * 5) + " s left" : "";
    return what + "  " + job.stage() + " " + percent + " %" + left;
  }
}
