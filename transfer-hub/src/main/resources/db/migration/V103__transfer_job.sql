-- One row per transfer another node registered here.

CREATE TABLE transfer_job (
    id                  uuid        PRIMARY KEY,
    transfer_key        text        NOT NULL UNIQUE CHECK (length(transfer_key) BETWEEN 1 AND 255),
    source_node_key     text        NOT NULL REFERENCES network_node (node_key),
    target_node_key     text        NOT NULL,
    center_key          text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    resource_kind       text        NOT NULL CHECK (resource_kind IN ('report', 'video')),
    resource_hash       text        NOT NULL CHECK (resource_hash ~ '^[0-9a-f]{64}$'),
    processed_sha256    text        NOT NULL CHECK (processed_sha256 ~ '^[0-9a-f]{64}$'),
    registration        text        NOT NULL,
    registration_sha256 text        NOT NULL CHECK (registration_sha256 ~ '^[0-9a-f]{64}$'),
    status              text        NOT NULL CHECK (status IN
                            ('awaiting_media', 'applied', 'failed', 'inconsistent')),
    decision            text        NOT NULL CHECK (decision IN
                            ('skip_processing_existing_success', 'skip_processing_preserved_state',
                             'wait_for_missing_media', 'mark_inconsistent', 'reject_transfer')),
    cleanup_status      text        NOT NULL CHECK (cleanup_status IN
                            ('not_requested', 'deferred', 'completed')),
    -- the ciphertext on its way, and what it has to be
    media_status        text        NOT NULL DEFAULT 'none' CHECK (media_status IN
                            ('none', 'receiving', 'received', 'refused', 'applied')),
    envelope            text,
    envelope_sha256     text        CHECK (envelope_sha256 ~ '^[0-9a-f]{64}$'),
    ciphertext_sha256   text        CHECK (ciphertext_sha256 ~ '^[0-9a-f]{64}$'),
    ciphertext_size     bigint      CHECK (ciphertext_size > 0),
    media_problem       text,
    artifact_blob_key   text        UNIQUE,
    receipt             text,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    applied_at          timestamptz,
    CHECK ((status = 'applied') = (applied_at IS NOT NULL)),
    CHECK (media_status = 'none' OR envelope IS NOT NULL),
    CHECK (media_status <> 'applied' OR (status = 'applied' AND artifact_blob_key IS NOT NULL)),
    CHECK (status <> 'awaiting_media' OR decision = 'wait_for_missing_media')
);
CREATE INDEX transfer_job_of_resource ON transfer_job (center_key, resource_hash);
CREATE INDEX transfer_job_newest ON transfer_job (center_key, created_at DESC, id);
CREATE INDEX transfer_job_open ON transfer_job (updated_at) WHERE status = 'awaiting_media';
CALL protect_by_center('transfer_job');
