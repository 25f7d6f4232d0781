-- The ledger of everything that was ever accepted. Only the ledger package writes here.

CREATE TABLE upload_job (
    id                     uuid        PRIMARY KEY,
    center_key             text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    kind                   text        NOT NULL CHECK (kind IN ('report', 'video')),
    media_type             text        NOT NULL,
    content_hash           text        NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    size_bytes             bigint      NOT NULL CHECK (size_bytes > 0),
    blob_key               text        NOT NULL UNIQUE,
    ingest_mode            text        NOT NULL CHECK (ingest_mode IN ('api', 'watcher')),
    source_system          text        NOT NULL CHECK (length(source_system) <= 255),
    idempotency_key        text        NOT NULL DEFAULT '' CHECK (length(idempotency_key) <= 255),
    retention_policy       text        NOT NULL CHECK (retention_policy IN
                               ('preserve_source', 'delete_after_success', 'migration_managed')),
    status                 text        NOT NULL CHECK (status IN
                               ('pending', 'processing', 'retrying', 'anonymized', 'error', 'lost',
                                'cancel_requested', 'cancelled')),
    error_code             text,
    previous_upload_job_id uuid        REFERENCES upload_job (id),
    stage                  text,
    percent                int         NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    seconds_left           int         NOT NULL DEFAULT -1,
    removed_by_type        jsonb       NOT NULL DEFAULT '{}',
    medium_id              bigint,
    patient_id             bigint,
    patient_examination_id bigint,
    created_at             timestamptz NOT NULL DEFAULT now(),
    updated_at             timestamptz NOT NULL DEFAULT now(),
    finished_at            timestamptz,
    -- every change gets the next number: the live stream reads what is above the last one it saw
    change_number          bigint      NOT NULL,
    CHECK ((status IN ('error', 'lost')) = (error_code IS NOT NULL))
);
CREATE SEQUENCE upload_job_change;

-- one living job per content and center, whatever boundary it came through
CREATE UNIQUE INDEX upload_job_content ON upload_job (center_key, content_hash)
    WHERE status NOT IN ('error', 'lost', 'cancelled');
CREATE UNIQUE INDEX upload_job_idempotency ON upload_job
    (center_key, source_system, ingest_mode, idempotency_key)
    WHERE idempotency_key <> '' AND status NOT IN ('error', 'lost', 'cancelled');
CREATE INDEX upload_job_by_key ON upload_job
    (center_key, source_system, ingest_mode, idempotency_key, created_at DESC)
    WHERE idempotency_key <> '';
CREATE INDEX upload_job_newest ON upload_job (center_key, id DESC);
CREATE INDEX upload_job_by_status ON upload_job (center_key, status, id DESC);
CREATE INDEX upload_job_changed ON upload_job (change_number);
