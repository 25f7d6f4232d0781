-- Uploads that arrive in pieces. The service lists db/resumable among its Flyway locations.

CREATE TABLE resumable_upload (
    id              uuid        PRIMARY KEY,
    center_key      text        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('whole', 'partial', 'final')),
    state           text        NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'complete', 'expired', 'removed')),
    length_bytes    bigint      NOT NULL CHECK (length_bytes >= 0),
    -- only ever what a checkpoint made durable
    offset_bytes    bigint      NOT NULL DEFAULT 0,
    -- one of a few known ones; the file name itself may name a person and is not kept
    extension       text        NOT NULL,
    source_system   text        NOT NULL,
    idempotency_key text        NOT NULL,
    declared_sha256 text,
    concat          text        NOT NULL,
    -- bytes are to be removed; set in the transaction that makes them useless
    leftover        boolean     NOT NULL DEFAULT false,
    job_id          uuid,
    job_url         text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    CHECK (offset_bytes BETWEEN 0 AND length_bytes),
    CHECK ((state = 'complete') = (job_id IS NOT NULL AND job_url IS NOT NULL))
);
CREATE INDEX resumable_upload_open ON resumable_upload (center_key) WHERE state = 'open';
CREATE INDEX resumable_upload_due ON resumable_upload (expires_at) WHERE state = 'open';
CREATE INDEX resumable_upload_old ON resumable_upload (expires_at) WHERE state <> 'open';
CREATE INDEX resumable_upload_leftover ON resumable_upload (id) WHERE leftover;

CALL protect_by_center('resumable_upload');
