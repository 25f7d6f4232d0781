-- What a node proves itself with: two secrets, so that one can be replaced while the other still works,
-- and the certificates its connections come with. Nothing here can be turned back into a secret.

CREATE TABLE node_secret (
    node_key    text        NOT NULL REFERENCES network_node (node_key),
    slot        smallint    NOT NULL CHECK (slot IN (1, 2)),
    secret_hash text        NOT NULL CHECK (secret_hash LIKE '$argon2id$%'),
    not_after   timestamptz,
    set_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (node_key, slot)
);

-- A certificate belongs to one node for ever; a revoked one stays as evidence.
CREATE TABLE node_certificate (
    fingerprint text        PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    node_key    text        NOT NULL REFERENCES network_node (node_key),
    not_after   timestamptz,
    bound_at    timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz
);
CREATE INDEX node_certificate_by_node ON node_certificate (node_key);

-- Keys this hub is sealed for. The private halves lie in the key folder under the number.
CREATE TABLE recipient_key (
    number     int         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key_id     text        NOT NULL UNIQUE CHECK (key_id ~ '^[0-9a-f]{64}$'),
    public_key text        NOT NULL CHECK (public_key ~ '^[A-Za-z0-9_-]{43}$'),
    state      text        NOT NULL CHECK (state IN ('active', 'retiring', 'revoked')),
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX recipient_key_one_active ON recipient_key (state) WHERE state = 'active';

ALTER TABLE network_node DROP COLUMN shared_secret_hash;
