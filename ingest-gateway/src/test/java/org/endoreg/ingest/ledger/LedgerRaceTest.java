package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

/** Jobs that end, and come to be, on another connection between two statements of the ledger. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class LedgerRaceTest {
  private static final CenterScope SCOPE = CenterScope.of(JobSamples.LOCAL);

  private final Jdbi jdbi;
  private final Ledger ledger;
  private final JobSamples samples;

  LedgerRaceTest(Jdbi jdbi, Ledger ledger, JobSamples samples) {
    this.jdbi = jdbi;
    this.ledger = ledger;
    this.samples = samples;
  }

  @Test
  void aJobThatEndsBetweenInsertAndLookMakesWayForANewOne() {
    String text = UUID.randomUUID().toString();
    UUID inTheWay = samples.accept(submission(text)).jobId();
    Rival rival = new Rival(text, 1);
    rival.living = inTheWay;
    Acceptance accepted = accept(text, rival);
    assertThat(accepted.reused()).isFalse();
    assertThat(samples.status(inTheWay)).isEqualTo("error");
    assertThat(samples.status(accepted.jobId())).isEqualTo("pending");
    assertThat(rival.ended).isOne();
  }

  @Test
  void whoLosesEveryRaceIsToldToComeAgain() {
    String text = UUID.randomUUID().toString();
    Rival rival = new Rival(text, 100);
    rival.living = samples.accept(submission(text)).jobId();
    assertThatThrownBy(() -> accept(text, rival)).hasMessage("conflict");
    assertThat(rival.ended).isEqualTo(5);
  }

  private Acceptance accept(String text, Rival rival) {
    return jdbi.inTransaction(
        transaction -> {
          transaction.setSqlLogger(rival);
          return ledger.accept(transaction, SCOPE, submission(text));
        });
  }

  private Submission submission(String text) {
    Blob blob =
        samples.stored(BlobKey.of(BlobKey.Role.RAW, JobSamples.LOCAL, UUID.randomUUID()), text);
    return samples.submission(MediaKind.REPORT, blob, IngestMode.API);
  }

  /** Ends the living job after each insert, and brings the next one after each look for it. */
  private final class Rival implements SqlLogger {
    private final String text;
    private final int most;
    private UUID living = new UUID(0, 0);
    private int ended;

    Rival(String text, int most) {
      this.text = text;
      this.most = most;
    }

    @Override
    public void logAfterExecution(StatementContext statement) {
      String sql = statement.getRawSql();
      if (sql.contains("INSERT INTO upload_job") && ended < most) {
        end();
      } else if (sql.contains("FOR UPDATE") && ended < most) {
        living = samples.accept(submission(text)).jobId();
      }
    }

    private void end() {
      ended +=
          jdbi.withHandle(
              handle ->
                  handle
                      .createUpdate(
                          """
                      UPDATE upload_job SET status = 'error', error_code = 'invalid_input',
                          finished_at = now(), change_number = nextval('upload_job_change')
                      WHERE id = :id AND status = 'pending'
                      """)
                      .bind("id", living)
                      .execute());
    }
  }
}
