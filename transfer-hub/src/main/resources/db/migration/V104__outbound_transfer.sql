-- One row per processed artifact this site brings to a hub.

CREATE TABLE outbound_transfer (
    id                uuid        PRIMARY KEY,
    transfer_key      text        NOT NULL UNIQUE CHECK (length(transfer_key) BETWEEN 1 AND 255),
    center_key        text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    target_node_key   text        NOT NULL,
    job_id            uuid        NOT NULL,
    resource_kind     text        NOT NULL CHECK (resource_kind IN ('report', 'video')),
    resource_hash     text        NOT NULL CHECK (resource_hash ~ '^[0-9a-f]{64}$'),
    processed_sha256  text        NOT NULL CHECK (processed_sha256 ~ '^[0-9a-f]{64}$'),
    processed_size    bigint      NOT NULL CHECK (processed_size > 0),
    artifact_blob_key text        NOT NULL,
    text_blob_key     text,
    patient_hash      text        NOT NULL CHECK (patient_hash ~ '^[0-9a-f]{64}$'),
    examination_hash  text        NOT NULL CHECK (examination_hash ~ '^[0-9a-f]{64}$'),
    local_status      text        NOT NULL CHECK (local_status IN
                          ('marked', 'queued', 'registering', 'awaiting_media', 'uploading',
                           'completed', 'failed')),
    failure_class     text        CHECK (failure_class IN
                          ('configuration_rejection', 'authorization_denial',
                           'integrity_inconsistency', 'transient_retry')),
    last_error        text,
    sent_bytes        bigint      NOT NULL DEFAULT 0,
    ciphertext_size   bigint,
    remote_id         text,
    remote_status     text,
    receipt           text,
    cleanup_status    text        NOT NULL DEFAULT 'retained' CHECK (cleanup_status IN
                          ('not_applicable', 'retained', 'eligible', 'cleaned')),
    marked_at         timestamptz NOT NULL DEFAULT now(),
    changed_at        timestamptz NOT NULL DEFAULT now(),
    completed_at      timestamptz,
    UNIQUE (center_key, resource_hash, processed_sha256, target_node_key),
    CHECK ((local_status = 'completed') = (completed_at IS NOT NULL)),
    CHECK (local_status <> 'failed' OR failure_class IS NOT NULL)
);
CREATE INDEX outbound_transfer_newest ON outbound_transfer (center_key, marked_at DESC, id);
CALL protect_by_center('outbound_transfer');
