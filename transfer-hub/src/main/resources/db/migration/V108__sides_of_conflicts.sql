-- Which artifact a refused registration was about, so that both sides can be shown; and a third
-- decision about ownership: both nodes keep a record of their own.

ALTER TABLE transfer_conflict
    ADD COLUMN processed_sha256 text CHECK (processed_sha256 ~ '^[0-9a-f]{64}$'),
    DROP CONSTRAINT transfer_conflict_decision_check,
    ADD CONSTRAINT transfer_conflict_decision_check
        CHECK (decision IN ('keep_existing', 'supersede', 'accept_as_separate')),
    ADD CONSTRAINT transfer_conflict_separate_check
        CHECK (decision IS DISTINCT FROM 'accept_as_separate' OR kind = 'ownership');
CREATE INDEX transfer_conflict_separate
    ON transfer_conflict (center_key, resource_hash, source_node_key)
    WHERE decision = 'accept_as_separate';

-- Nodes that keep a record of their own of a resource: they own nothing of others, nor others of them.
CREATE VIEW separate_record WITH (security_invoker = true) AS
    SELECT center_key, resource_hash, source_node_key
    FROM transfer_conflict WHERE decision = 'accept_as_separate';
