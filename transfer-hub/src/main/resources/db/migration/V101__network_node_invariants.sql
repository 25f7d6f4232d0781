-- A key is never given again: a node that leaves is made inactive, its row stays. A storage node
-- stays one, because what it holds was sealed for that role.

CREATE FUNCTION refuse_node_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a node cannot be removed; make it inactive';
END $$;
CREATE TRIGGER network_node_stays BEFORE DELETE ON network_node
    FOR EACH ROW EXECUTE FUNCTION refuse_node_removal();

CREATE FUNCTION refuse_storage_node_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.role = 'storage_node' AND NEW.role <> OLD.role THEN
        RAISE EXCEPTION 'a storage node cannot take another role';
    END IF;
    NEW.updated_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER network_node_storage_role_is_immutable BEFORE UPDATE ON network_node
    FOR EACH ROW EXECUTE FUNCTION refuse_storage_node_change();
