package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteState;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of every part in the middle of the demo: nothing is lost and nothing happens
 * twice.
 */
class KillJourneyTest {
  private static final List<String> VICTIMS =
      List.of(
          "anonymizer-service",
          "kafka",
          "ingest-gateway",
          "media-service",
          "postgresql",
          "knowledge-base-service",
          "watcher-agent",
          "anonymizer-service",
          "transfer-hub");

  @Test
  void everyPartKilledInTheMiddleStillGivesExactlyOneResultPerSample() throws Exception {
    try (SuiteProcess suite = SuiteProcess.start("demo")) {
      suite.awaitLine("Ingesting", Duration.ofMinutes(3));
      suite.awaitLine("upload API", Duration.ofMinutes(1));
      for (String victim : VICTIMS) {
        killAndAwaitRestart(suite, victim);
      }
      suite.awaitLine("Open http", Duration.ofMinutes(6));
      List<JobRow> jobs = suite.client().jobs();
      assertThat(jobs).hasSize(6).allMatch(job -> job.status().equals("anonymized"));
      assertThat(suite.json("/api/media/pdfs/").path("count").asInt()).isEqualTo(4);
      assertThat(suite.json("/api/media/videos/").path("count").asInt()).isEqualTo(2);
      assertThat(jobs.stream().map(JobRow::mediumId).distinct()).hasSize(6);
      assertThat(suite.json("/api/patients/").path("count").asInt()).isEqualTo(2);
      assertThat(linkedMedia(suite)).isEqualTo(6);
      stopsCompletelyAndComesBackWithItsData(suite);
    }
  }

  private static void stopsCompletelyAndComesBackWithItsData(SuiteProcess suite) throws Exception {
    List<ProcessHandle> parts =
        suite.state().parts().stream().flatMap(part -> part.process().stream()).toList();
    assertThat(parts).hasSize(8);
    String data = suite.data().toString();
    assertThat(SuiteProcess.run("down", "--data", data).output()).contains("Stopped.");
    assertThat(parts).noneMatch(ProcessHandle::isAlive);
    assertThat(SuiteProcess.run("status", "--data", data).exitCode()).isEqualTo(1);
    try (SuiteProcess again = SuiteProcess.start("up", suite.data())) {
      again.awaitLine("Ready after", Duration.ofMinutes(3));
      assertThat(again.client().jobs())
          .hasSize(6)
          .allMatch(job -> job.status().equals("anonymized"));
    }
  }

  private static void killAndAwaitRestart(SuiteProcess suite, String victim) throws Exception {
    SuiteState.PartState before = suite.part(victim);
    suite.signal(victim, "-KILL");
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              SuiteState.PartState now = suite.part(victim);
              return now.pid() != before.pid() && now.process().isPresent();
            });
  }

  private static int linkedMedia(SuiteProcess suite) throws Exception {
    int media = 0;
    for (var examination : suite.results("/api/patient-examinations/")) {
      media += examination.path("media").asInt();
    }
    return media;
  }
}
