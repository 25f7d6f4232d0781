-- Centers, row-level security and the audit chain: also in every service's database.

-- The centers this service knows. The ingest gateway owns the facts; elsewhere this is a copy that
-- the topic feeds. A key is never changed and never given again.
CREATE TABLE center (
    center_key   text        PRIMARY KEY CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    display_name text        NOT NULL CHECK (length(display_name) BETWEEN 1 AND 255),
    retired_at   timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION keep_center_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a center cannot be removed; retire it';
    END IF;
    IF NEW.center_key <> OLD.center_key THEN
        RAISE EXCEPTION 'a center key cannot be changed';
    END IF;
    NEW.updated_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER center_key_is_immutable BEFORE UPDATE OR DELETE ON center
    FOR EACH ROW EXECUTE FUNCTION keep_center_key();

-- Beneath every query: rows of other centers do not exist for whoever serves a request. A session
-- says whom it works for in app.center_scope, the service's own work says '*', and a session that
-- says nothing sees nothing.
CREATE PROCEDURE protect_by_center(protected regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected);
    -- each sub-select is evaluated once a query, not once a row
    EXECUTE format(
        'CREATE POLICY center_scope ON %s USING ('
        || '(SELECT current_setting(''app.center_scope'', true)) = ''*'' OR center_key = ANY '
        || '((SELECT string_to_array(current_setting(''app.center_scope'', true), '',''))::text[]))',
        protected);
END $$;

CALL protect_by_center('work_item');

-- What people and services did, as a chain: each entry holds the hash of the one before. An entry
-- is written in the transaction of what it tells of, into audit_pending; one linker a service
-- moves entries into the chain, so that writers do not queue for its head.
CREATE TABLE audit_pending (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry text   NOT NULL
);

CREATE TABLE audit_entry (
    seq          bigint   PRIMARY KEY,
    hash_version smallint NOT NULL,
    entry        text     NOT NULL,
    prev_hash    text     NOT NULL CHECK (prev_hash ~ '^[0-9a-f]{64}$'),
    hash         text     NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    object_id    text     NOT NULL,
    action       text     NOT NULL,
    center_key   text
);
CREATE INDEX audit_entry_by_object ON audit_entry (object_id, seq);

CREATE TABLE audit_head (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    seq      bigint NOT NULL,
    hash     text   NOT NULL
);
INSERT INTO audit_head (seq, hash) VALUES (0, repeat('0', 64));

CREATE TABLE audit_checkpoint (
    seq          bigint      PRIMARY KEY,
    hash         text        NOT NULL,
    signature    text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit chain only grows';
END $$;
CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entry_is_never_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
