package org.endoreg.stack.demo;

import java.io.PrintWriter;
import java.util.List;
import org.endoreg.stack.client.JobRow;

/** What came out, one row a job. */
final class ResultTable {
  private static final String ROW = "%-10s %-7s %-10s %-11s %8s %-10s %s%n";

  private final PrintWriter out;

  ResultTable(PrintWriter out) {
    this.out = out;
  }

  void print(List<JobRow> jobs) {
    out.println();
    out.printf(ROW, "job", "kind", "center", "state", "removed", "patient", "links");
    for (JobRow job : jobs) {
      out.printf(
          ROW,
          "…" + job.id().substring(job.id().length() - 8),
          job.kind(),
          job.center(),
          job.errorCode() == null ? job.status() : job.errorCode(),
          job.removed(),
          job.patientId() == null ? "–" : "patient " + job.patientId(),
          links(job));
    }
    out.flush();
  }

  private static String links(JobRow job) {
    if (job.mediumId() == null) {
      return "–";
    }
    String medium = job.kind().equals("video") ? "videos" : "pdfs";
    String artifact = "/api/media/" + medium + "/" + job.mediumId() + "/stream/";
    return job.patientId() == null
        ? artifact
        : artifact + "  /api/media/patients/" + job.patientId() + "/timeline/";
  }
}
