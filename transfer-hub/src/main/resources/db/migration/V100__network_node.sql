-- The machines that may take part in transfers. A key is never changed and never given again.

CREATE TABLE network_node (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_key           text        NOT NULL UNIQUE CHECK (node_key ~ '^[A-Za-z0-9_-]{1,253}$'),
    display_name       text        NOT NULL CHECK (length(display_name) <= 255),
    role               text        NOT NULL CHECK (role IN
                           ('central_hub', 'site_node', 'standalone', 'storage_node')),
    base_url           text        CHECK (base_url IS NULL OR base_url LIKE 'https://%'),
    is_active          boolean     NOT NULL DEFAULT true,
    shared_secret_hash text        NOT NULL DEFAULT '',
    owning_center_key  text        CHECK (owning_center_key ~ '^[a-z0-9_-]{1,63}$'),
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION refuse_node_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.node_key <> OLD.node_key THEN
        RAISE EXCEPTION 'a node key cannot be changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER network_node_key_is_immutable BEFORE UPDATE ON network_node
    FOR EACH ROW EXECUTE FUNCTION refuse_node_key_change();
