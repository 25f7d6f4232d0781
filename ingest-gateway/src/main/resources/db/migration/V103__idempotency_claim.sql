-- A key whose first request is still being received. A claim is renewed while bytes arrive and runs
-- out by itself when the gateway dies. It belongs to no row a caller could see.
CREATE TABLE idempotency_claim (
    center_key    text        NOT NULL,
    source_system text        NOT NULL,
    claim_key     text        NOT NULL,
    owner         uuid        NOT NULL,
    expires_at    timestamptz NOT NULL,
    PRIMARY KEY (center_key, source_system, claim_key)
);
CALL protect_by_center('idempotency_claim');
