package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.ingest.jobs.JobChanges;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The live stream misses nothing, in whatever order transactions commit. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class JobChangesTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final JobChanges changes;
  private final JobSamples samples;
  private final Jdbi jdbi;

  JobChangesTest(JobChanges changes, JobSamples samples, Jdbi jdbi) {
    this.changes = changes;
    this.samples = samples;
    this.jdbi = jdbi;
  }

  @Test
  void aChangeThatIsCommittedAfterALaterOneIsStillTold() {
    List<UUID> told = new CopyOnWriteArrayList<>();
    Cancellable listening = changes.stream().subscribe().with(job -> told.add(job.id()));
    UUID slow = samples.report(IngestMode.API);
    UUID quick = samples.report(IngestMode.API);
    try (Handle transaction = jdbi.open()) {
      await().atMost(SOON).until(() -> told.containsAll(List.of(slow, quick)));
      told.clear();
      transaction.begin();
      touch(transaction, slow);
      jdbi.useTransaction(other -> touch(other, quick));
      // Two looks at least, either of which would go beyond the one that is not committed yet.
      pause(Duration.ofMillis(2_500));
      transaction.commit();
      await().atMost(SOON).until(() -> told.containsAll(List.of(slow, quick)));
      assertThat(told).containsOnlyOnce(slow, quick);
    } finally {
      listening.cancel();
    }
  }

  private static void touch(Handle transaction, UUID job) {
    transaction
        .createUpdate(
            """
            UPDATE upload_job SET change_number = nextval('upload_job_change') WHERE id = :id
            """)
        .bind("id", job)
        .execute();
  }

  private static void pause(Duration time) {
    await().pollDelay(time).atMost(SOON).until(() -> true);
  }
}
