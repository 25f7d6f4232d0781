-- Drops that could not become a job, kept encrypted until a person decides. An item is its content:
-- what is approved is a digest, so other bytes under the same key are never deleted by it.

CREATE TABLE quarantine_item (
    id                 uuid        PRIMARY KEY,
    center_key         text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    sha256             text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes         bigint      NOT NULL CHECK (size_bytes >= 0),
    blob_key           text        NOT NULL UNIQUE,
    sidecar_blob_key   text        UNIQUE,
    folder             text        NOT NULL,
    reason_code        text        NOT NULL CHECK (btrim(reason_code) <> ''),
    status             text        NOT NULL CHECK (status IN ('pending_review', 'retained',
                           'approved_for_deletion', 'released', 'deleted', 'missing', 'failed')),
    -- when it came; the times a file carries prove nothing
    arrived_at         timestamptz NOT NULL DEFAULT now(),
    last_seen_at       timestamptz NOT NULL DEFAULT now(),
    decision_reason    text        CHECK (length(decision_reason) <= 500),
    reviewed_by        text,
    reviewed_at        timestamptz,
    delete_eligible_at timestamptz,
    receipt_id         uuid        UNIQUE,
    delete_started_at  timestamptz,
    deleted_at         timestamptz,
    deleted_by         text,
    error_code         text,
    upload_job_id      uuid        REFERENCES upload_job (id),
    UNIQUE (center_key, sha256, size_bytes),
    CONSTRAINT quarantine_decision CHECK (
        status NOT IN ('retained', 'approved_for_deletion', 'released')
        OR (btrim(decision_reason) <> '' AND decision_reason IS NOT NULL
            AND reviewed_by IS NOT NULL AND reviewed_at IS NOT NULL)),
    CONSTRAINT quarantine_eligible CHECK (
        status <> 'approved_for_deletion' OR delete_eligible_at IS NOT NULL),
    CONSTRAINT quarantine_receipt CHECK (
        (receipt_id IS NULL) = (delete_started_at IS NULL)),
    -- four eyes, whatever program writes here
    CONSTRAINT quarantine_four_eyes CHECK (
        status <> 'deleted' OR (receipt_id IS NOT NULL AND deleted_at IS NOT NULL
            AND deleted_by IS NOT NULL AND reviewed_by IS NOT NULL AND deleted_by <> reviewed_by)),
    CONSTRAINT quarantine_failed CHECK ((status = 'failed') = (error_code IS NOT NULL))
);
CREATE INDEX quarantine_newest ON quarantine_item (center_key, id DESC);
CREATE INDEX quarantine_by_status ON quarantine_item (center_key, status, id DESC);
CREATE INDEX quarantine_approved ON quarantine_item (center_key, delete_eligible_at, id)
    WHERE status = 'approved_for_deletion';
CALL protect_by_center('quarantine_item');

CREATE INDEX upload_job_artifact_blob ON upload_job (artifact_blob_key)
    WHERE artifact_blob_key IS NOT NULL;

-- every blob some row of this service still needs, so that one question covers them all
CREATE VIEW blob_reference AS
    SELECT blob_key, id AS owner_id FROM upload_job WHERE source_file_persisted
    UNION ALL
    SELECT sidecar_blob_key, id FROM upload_job
        WHERE sidecar_blob_key IS NOT NULL AND source_file_persisted
    UNION ALL
    SELECT artifact_blob_key, id FROM upload_job WHERE artifact_blob_key IS NOT NULL
    UNION ALL
    SELECT blob_key, id FROM quarantine_item
        WHERE status NOT IN ('released', 'deleted', 'missing')
    UNION ALL
    SELECT sidecar_blob_key, id FROM quarantine_item
        WHERE sidecar_blob_key IS NOT NULL AND status NOT IN ('released', 'deleted', 'missing');
