-- The node that owns a resource since a person last said so; what others had registered before then
-- is theirs no more.

CREATE INDEX transfer_conflict_superseding
    ON transfer_conflict (center_key, resource_hash, decided_at DESC)
    WHERE decision = 'supersede';

CREATE VIEW superseding_record WITH (security_invoker = true) AS
    SELECT DISTINCT ON (center_key, resource_hash)
        center_key, resource_hash, source_node_key, decided_at
    FROM transfer_conflict WHERE decision = 'supersede'
    ORDER BY center_key, resource_hash, decided_at DESC;
