-- Registrations that contradict another one, each waiting for a person's decision. What was sent is
-- not kept, only its digest and the names of the members that differ.

CREATE TABLE transfer_conflict (
    id                  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind                text        NOT NULL CHECK (kind IN ('replay_mismatch', 'ownership')),
    transfer_key        text        NOT NULL CHECK (length(transfer_key) BETWEEN 1 AND 255),
    transfer_id         uuid        REFERENCES transfer_job (id),
    source_node_key     text        NOT NULL REFERENCES network_node (node_key),
    center_key          text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    resource_kind       text        NOT NULL CHECK (resource_kind IN ('report', 'video')),
    resource_hash       text        NOT NULL CHECK (resource_hash ~ '^[0-9a-f]{64}$'),
    registration_sha256 text        NOT NULL CHECK (registration_sha256 ~ '^[0-9a-f]{64}$'),
    differing_fields    text[]      NOT NULL DEFAULT '{}',
    times               int         NOT NULL DEFAULT 1 CHECK (times > 0),
    first_seen_at       timestamptz NOT NULL DEFAULT now(),
    last_seen_at        timestamptz NOT NULL DEFAULT now(),
    decision            text        CHECK (decision IN ('keep_existing', 'supersede')),
    reason              text        CHECK (length(reason) BETWEEN 1 AND 500),
    decided_by          text,
    decided_at          timestamptz,
    CHECK ((decision IS NULL) = (reason IS NULL)),
    CHECK ((decision IS NULL) = (decided_by IS NULL)),
    CHECK ((decision IS NULL) = (decided_at IS NULL)),
    CHECK (decision IS DISTINCT FROM 'supersede' OR kind = 'ownership')
);
-- a node that repeats itself is one case
CREATE UNIQUE INDEX transfer_conflict_open ON transfer_conflict (source_node_key, transfer_key, kind)
    WHERE decision IS NULL;
CREATE INDEX transfer_conflict_known
    ON transfer_conflict (source_node_key, transfer_key, registration_sha256);
CALL protect_by_center('transfer_conflict');

-- both ledgers are compared by key, in the order of bytes
CREATE INDEX transfer_job_by_key ON transfer_job (source_node_key, transfer_key COLLATE "C");
CREATE INDEX outbound_transfer_by_key
    ON outbound_transfer (target_node_key, transfer_key COLLATE "C");
