-- The vocabulary. Definitions are found by kind and name, referred to by id on compatibility
-- routes, and never deleted: clinical records may point at them.

CREATE TABLE kb_package (
    module         text        NOT NULL CHECK (length(module) BETWEEN 1 AND 100),
    version        text        NOT NULL CHECK (length(version) BETWEEN 1 AND 50),
    content_sha256 text        NOT NULL CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
    definitions    int         NOT NULL,
    loaded_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (module, version)
);

CREATE TABLE kb_definition (
    id                    int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind                  text  NOT NULL,
    name                  text  NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    names                 jsonb NOT NULL,
    descriptions          jsonb NOT NULL,
    attributes            jsonb NOT NULL,
    subcategories         jsonb NOT NULL,
    numerical_descriptors jsonb NOT NULL,
    module                text  NOT NULL,
    UNIQUE (kind, name)
);
CREATE INDEX kb_definition_of_kind ON kb_definition (kind, id);
CREATE INDEX kb_definition_called_de ON kb_definition (kind, lower(names ->> 'de'));
CREATE INDEX kb_definition_called_en ON kb_definition (kind, lower(names ->> 'en'));
CREATE INDEX kb_definition_of_module ON kb_definition (module);

CREATE TABLE kb_link (
    source_id int  NOT NULL REFERENCES kb_definition (id),
    field     text NOT NULL,
    position  int  NOT NULL,
    target_id int  NOT NULL REFERENCES kb_definition (id),
    PRIMARY KEY (source_id, field, position),
    UNIQUE (source_id, field, target_id)
);
CREATE INDEX kb_link_to ON kb_link (target_id, field, source_id);
