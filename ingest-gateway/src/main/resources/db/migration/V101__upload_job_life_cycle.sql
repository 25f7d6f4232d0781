-- The whole life cycle of a job: retries, cancellation, the fate of its source, and the rules that
-- hold whatever program writes here. Names of files are never stored.

ALTER TABLE upload_job
    ADD COLUMN storage_class text NOT NULL DEFAULT 'ingest'
        CHECK (storage_class IN ('ingest', 'managed', 'quarantine')),
    ADD COLUMN storage_tier text NOT NULL DEFAULT 'upload_api'
        CHECK (storage_tier IN ('upload_api', 'upload_watcher', 'upload_preanonymized')),
    ADD COLUMN created_by text NOT NULL DEFAULT 'system' CHECK (length(created_by) <= 255),
    -- the same job again because an operator asked; what an older attempt reports changes nothing
    ADD COLUMN attempt int NOT NULL DEFAULT 1 CHECK (attempt >= 1),
    ADD COLUMN retryable boolean NOT NULL DEFAULT false,
    ADD COLUMN retry_count int NOT NULL DEFAULT 0 CHECK (retry_count >= 0),
    ADD COLUMN max_retries int NOT NULL DEFAULT 3 CHECK (max_retries >= 0),
    ADD COLUMN next_retry_at timestamptz,
    ADD COLUMN last_attempt_at timestamptz,
    ADD COLUMN processing_fencing_token bigint NOT NULL DEFAULT 0,
    ADD COLUMN cancellation_requested_at timestamptz,
    ADD COLUMN cancellation_requested_by text,
    ADD COLUMN overview_dismissed_at timestamptz,
    ADD COLUMN overview_dismissed_by text,
    ADD COLUMN human_validated boolean NOT NULL DEFAULT false,
    ADD COLUMN sidecar_blob_key text UNIQUE,
    ADD COLUMN artifact_blob_key text,
    ADD COLUMN artifact_sha256 text CHECK (artifact_sha256 ~ '^[0-9a-f]{64}$'),
    ADD COLUMN artifact_size_bytes bigint CHECK (artifact_size_bytes >= 0),
    ADD COLUMN source_file_persisted boolean NOT NULL DEFAULT true,
    ADD COLUMN source_file_delete_eligible_at timestamptz,
    ADD COLUMN cleanup_status text NOT NULL DEFAULT 'pending'
        CHECK (cleanup_status IN ('pending', 'eligible', 'deleting', 'completed', 'skipped')),
    ADD COLUMN cleanup_receipt_id uuid UNIQUE,
    ADD COLUMN cleanup_started_at timestamptz,
    ADD COLUMN cleanup_completed_at timestamptz,
    ADD COLUMN cleanup_fencing_token bigint,
    ADD COLUMN cleanup_source_name_sha256 text CHECK (cleanup_source_name_sha256 ~ '^[0-9a-f]{64}$'),
    ADD COLUMN cleanup_source_size_bytes bigint,
    ADD COLUMN cleanup_source_content_sha256 text
        CHECK (cleanup_source_content_sha256 ~ '^[0-9a-f]{64}$'),
    ADD COLUMN cleanup_failure_count int NOT NULL DEFAULT 0,
    ADD COLUMN cleanup_last_error_code text;

UPDATE upload_job SET storage_tier = 'upload_watcher' WHERE ingest_mode = 'watcher';
UPDATE upload_job SET cleanup_status = CASE retention_policy
        WHEN 'delete_after_success' THEN 'eligible' ELSE 'skipped' END,
    source_file_delete_eligible_at = CASE retention_policy
        WHEN 'delete_after_success' THEN now() END
    WHERE status = 'anonymized';

ALTER TABLE upload_job DROP CONSTRAINT upload_job_check;
ALTER TABLE upload_job
    ADD CONSTRAINT upload_job_retrying CHECK (
        (status = 'retrying') = (retryable AND next_retry_at IS NOT NULL)
        AND (status = 'retrying' OR (NOT retryable AND next_retry_at IS NULL))
        AND (status <> 'retrying' OR retry_count > 0)),
    ADD CONSTRAINT upload_job_error_code CHECK (
        (status IN ('retrying', 'error', 'lost'))
            = (error_code IS NOT NULL AND btrim(error_code) <> '')
        AND (error_code IS NULL OR btrim(error_code) <> '')),
    ADD CONSTRAINT upload_job_cancellation CHECK (
        (cancellation_requested_at IS NULL) = (cancellation_requested_by IS NULL)
        AND (status NOT IN ('cancel_requested', 'cancelled')
            OR cancellation_requested_at IS NOT NULL)),
    ADD CONSTRAINT upload_job_dismissed CHECK (
        (overview_dismissed_at IS NULL) = (overview_dismissed_by IS NULL)),
    ADD CONSTRAINT upload_job_receipt CHECK (
        cleanup_status NOT IN ('deleting', 'completed')
        OR (cleanup_receipt_id IS NOT NULL AND cleanup_started_at IS NOT NULL
            AND cleanup_fencing_token IS NOT NULL AND cleanup_source_name_sha256 IS NOT NULL
            AND cleanup_source_size_bytes IS NOT NULL
            AND cleanup_source_content_sha256 IS NOT NULL)),
    ADD CONSTRAINT upload_job_cleanup_completed CHECK (
        (cleanup_status = 'completed') = (cleanup_completed_at IS NOT NULL)
        AND (cleanup_status <> 'completed' OR NOT source_file_persisted)),
    ADD CONSTRAINT upload_job_eligible CHECK (
        cleanup_status <> 'eligible' OR source_file_delete_eligible_at IS NOT NULL),
    ADD CONSTRAINT upload_job_artifact CHECK (
        (artifact_blob_key IS NULL) = (artifact_sha256 IS NULL)
        AND (artifact_blob_key IS NULL) = (artifact_size_bytes IS NULL)),
    ADD CONSTRAINT upload_job_finished CHECK (
        (status IN ('anonymized', 'error', 'lost', 'cancelled')) = (finished_at IS NOT NULL)),
    ADD CONSTRAINT upload_job_sidecar CHECK (
        sidecar_blob_key IS NULL OR storage_tier = 'upload_preanonymized');

-- a key is bound within one way of storing; the same key of another tier is another key
DROP INDEX upload_job_idempotency;
CREATE UNIQUE INDEX upload_job_idempotency ON upload_job
    (center_key, source_system, ingest_mode, storage_class, storage_tier, idempotency_key)
    NULLS NOT DISTINCT
    WHERE idempotency_key <> '' AND status NOT IN ('error', 'lost', 'cancelled');
DROP INDEX upload_job_content;
CREATE UNIQUE INDEX upload_job_content ON upload_job (center_key, content_hash)
    NULLS NOT DISTINCT
    WHERE status NOT IN ('error', 'lost', 'cancelled');

CREATE INDEX upload_job_all_of_content ON upload_job (center_key, content_hash, id);
CREATE INDEX upload_job_last_updated ON upload_job (center_key, updated_at DESC, id DESC);
CREATE INDEX upload_job_by_size ON upload_job (center_key, size_bytes DESC, id DESC);
CREATE INDEX upload_job_by_code ON upload_job (center_key, error_code, id DESC)
    WHERE error_code IS NOT NULL;
CREATE INDEX upload_job_by_system ON upload_job (center_key, source_system, id DESC);
CREATE INDEX upload_job_created ON upload_job (center_key, created_at, id);
CREATE INDEX upload_job_by_kind ON upload_job (center_key, kind, id DESC);
CREATE INDEX upload_job_anonymized ON upload_job (center_key, finished_at)
    WHERE status = 'anonymized';
CREATE INDEX upload_job_reapable ON upload_job (source_file_delete_eligible_at, id)
    WHERE cleanup_status IN ('eligible', 'deleting');

-- how far a bounded periodic check has come, so that a restart goes on where it stopped
CREATE TABLE sweep_cursor (
    name     text PRIMARY KEY,
    position text NOT NULL
);

-- beneath every query; see protect_by_center in the platform's migrations
CALL protect_by_center('upload_job');
