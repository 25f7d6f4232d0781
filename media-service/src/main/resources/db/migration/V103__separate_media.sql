-- A second node of a center may have a record of its own of a resource, when somebody said so.

ALTER TABLE medium
    ADD COLUMN separate_node text,
    ADD CHECK (separate_node IS NULL OR separate_node = source_node_key),
    DROP CONSTRAINT medium_center_key_source_sha256_key;
CREATE UNIQUE INDEX medium_of_source
    ON medium (center_key, source_sha256, coalesce(separate_node, ''));
