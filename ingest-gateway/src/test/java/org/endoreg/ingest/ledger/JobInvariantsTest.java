package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database refuses a row that breaks a rule, whatever program writes it. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class JobInvariantsTest {
  private static final String RECEIPT =
      "cleanup_receipt_id = gen_random_uuid(), cleanup_started_at = now(),"
          + " cleanup_fencing_token = 1, cleanup_source_name_sha256 = repeat('a', 64),"
          + " cleanup_source_size_bytes = 1, cleanup_source_content_sha256 = repeat('a', 64)";

  private final Jdbi jdbi;

  JobInvariantsTest(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // retrying means: a code, a time, and a used retry
        "status = 'retrying', retryable = true, retry_count = 1, next_retry_at = now()",
        "status = 'retrying', retryable = true, retry_count = 1, error_code = 'x'",
        "status = 'retrying', retryable = true, next_retry_at = now(), error_code = 'x'",
        "status = 'retrying', retry_count = 1, next_retry_at = now(), error_code = 'x'",
        "retryable = true",
        "next_retry_at = now()",
        // error and lost say why, nobody else does
        "status = 'error', finished_at = now()",
        "status = 'error', finished_at = now(), error_code = ' '",
        "status = 'lost', finished_at = now()",
        "error_code = 'x'",
        // a deletion has its receipt, and a completed one no source
        "cleanup_status = 'deleting'",
        "cleanup_status = 'eligible'",
        "cleanup_status = 'completed', cleanup_completed_at = now(), source_file_persisted = false",
        // identity of content
        "content_hash = 'ABC'",
        "content_hash = repeat('A', 64)",
        "center_key = NULL",
        "center_key = 'Klinik Süd'",
        // who asked is known when somebody asked
        "cancellation_requested_at = now()",
        "status = 'cancelled', finished_at = now()",
        "overview_dismissed_at = now()",
        "status = 'anonymized'",
        "artifact_blob_key = 'processed/local/x'",
        "sidecar_blob_key = 'raw/local/x'",
        "storage_class = 'attic'",
        "storage_tier = 'attic'",
        "retention_policy = 'whatever'",
        "attempt = 0"
      })
  void aRowThatBreaksARuleIsRefused(String change) {
    UUID job = row(UUID.randomUUID());
    assertThatThrownBy(() -> update(job, change))
        .isInstanceOf(UnableToExecuteStatementException.class)
        .hasMessageFindingMatch("violates (check|not-null) constraint");
  }

  @Test
  void aReceiptIsWhole() {
    for (String missing :
        new String[] {
          "cleanup_receipt_id",
          "cleanup_started_at",
          "cleanup_fencing_token",
          "cleanup_source_name_sha256",
          "cleanup_source_size_bytes",
          "cleanup_source_content_sha256"
        }) {
      UUID job = row(UUID.randomUUID());
      update(job, RECEIPT);
      assertThatThrownBy(() -> update(job, "cleanup_status = 'deleting', " + missing + " = NULL"))
          .as(missing)
          .hasMessageContaining("upload_job_receipt");
    }
    UUID whole = row(UUID.randomUUID());
    assertThat(update(whole, "cleanup_status = 'deleting', " + RECEIPT)).isEqualTo(1);
    assertThatThrownBy(
            () -> update(whole, "cleanup_status = 'completed', cleanup_completed_at = now()"))
        .hasMessageContaining("upload_job_cleanup_completed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "lost", "cancelled"})
  void contentAndKeyAreFreeAgainAfterAnEnd(String end) {
    String hash = hash();
    UUID first = UUID.randomUUID();
    insert(first, hash, "key-" + first, "api");
    assertThatThrownBy(() -> insert(UUID.randomUUID(), hash, "", "api"))
        .hasMessageContaining("upload_job_content");
    assertThatThrownBy(() -> insert(UUID.randomUUID(), hash(), "key-" + first, "api"))
        .hasMessageContaining("upload_job_idempotency");
    String because =
        end.equals("cancelled")
            ? "cancellation_requested_at = now(), cancellation_requested_by = 'x'"
            : "error_code = 'x'";
    update(first, "status = '" + end + "', finished_at = now(), " + because);
    insert(UUID.randomUUID(), hash, "key-" + first, "api");
  }

  @Test
  void theMediaTypeDoesNotMakeTheSameBytesAnotherJob() {
    String hash = hash();
    UUID first = UUID.randomUUID();
    insert(first, hash, "", "api");
    update(first, "media_type = 'video/x-msvideo'");
    assertThatThrownBy(() -> insert(UUID.randomUUID(), hash, "", "api"))
        .hasMessageContaining("upload_job_content");
  }

  @Test
  void theSameKeyOfAnotherTierIsAnotherKey() {
    UUID first = UUID.randomUUID();
    insert(first, hash(), "key-" + first, "api");
    UUID second = UUID.randomUUID();
    insert(second, hash(), "key-" + first, "other");
    update(second, "storage_tier = 'upload_preanonymized', source_system = 'api'");
    assertThatThrownBy(() -> update(second, "storage_tier = 'upload_api'"))
        .hasMessageContaining("upload_job_idempotency");
  }

  @Test
  void noColumnKeepsTheNameOfAFile() {
    java.util.List<String> columns =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT column_name FROM information_schema.columns"
                            + " WHERE table_name = 'upload_job'")
                    .mapTo(String.class)
                    .list());
    assertThat(columns)
        .isNotEmpty()
        .noneMatch(column -> column.contains("file_name") || column.contains("filename"));
  }

  private UUID row(UUID id) {
    insert(id, hash(), "", "api");
    return id;
  }

  private void insert(UUID id, String hash, String key, String system) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO upload_job (id, center_key, kind, media_type, content_hash,
                        size_bytes, blob_key, ingest_mode, source_system, idempotency_key,
                        retention_policy, status, change_number)
                    VALUES (:id, 'invariants', 'video', 'video/mp4', :hash, 1, :blob, 'api',
                        :system, :key, 'preserve_source', 'pending', 0)
                    """)
                .bind("id", id)
                .bind("hash", hash)
                .bind("blob", "raw/invariants/" + id)
                .bind("system", system)
                .bind("key", key)
                .execute());
  }

  private int update(UUID id, String change) {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate("UPDATE upload_job SET " + change + " WHERE id = :id")
                .bind("id", id)
                .execute());
  }

  private static String hash() {
    return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
  }
}
