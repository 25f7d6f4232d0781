-- Pseudonymous patients, their examinations and the media that belong to them. Every row carries
-- its center, fixed at creation. The *_as_of columns hold the sequence of the event a value came
-- from, so that events in any order end in the same state.

CREATE TABLE patient (
    id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    center_key   text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    patient_hash text        NOT NULL CHECK (patient_hash ~ '^[0-9a-f]{64}$'),
    birth_year   int         CHECK (birth_year BETWEEN 1850 AND 2200),
    gender       text,
    gender_as_of bigint      NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (center_key, patient_hash),
    UNIQUE (id, center_key)
);
CREATE INDEX patient_newest ON patient (center_key, id DESC);

CREATE TABLE patient_examination (
    id               int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    center_key       text        NOT NULL,
    patient_id       int         NOT NULL,
    examination_hash text        NOT NULL CHECK (examination_hash ~ '^[0-9a-f]{64}$'),
    examination_id   int         REFERENCES kb_definition (id),
    examination_name text        CHECK (length(examination_name) <= 255),
    name_as_of       bigint      NOT NULL DEFAULT 0,
    examination_date date,
    date_as_of       bigint      NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (center_key, examination_hash),
    UNIQUE (id, patient_id, center_key),
    FOREIGN KEY (patient_id, center_key) REFERENCES patient (id, center_key)
);
CREATE INDEX patient_examination_newest ON patient_examination (center_key, id DESC);
CREATE INDEX patient_examination_of ON patient_examination (patient_id, id DESC);

CREATE TABLE medium_link (
    id                     int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    center_key             text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    medium_id              bigint      NOT NULL CHECK (medium_id > 0),
    kind                   text        NOT NULL CHECK (kind IN ('report', 'video')),
    artifact_sha256        text        NOT NULL CHECK (artifact_sha256 ~ '^[0-9a-f]{64}$'),
    job_id                 uuid        NOT NULL,
    patient_id             int,
    patient_examination_id int,
    unresolved_reason      text,
    -- sequence of the event that last said where the medium belongs; 0 while nobody has
    place_as_of            bigint      NOT NULL DEFAULT 0,
    as_of                  bigint      NOT NULL,
    registered_at          timestamptz NOT NULL,
    UNIQUE (center_key, medium_id),
    FOREIGN KEY (patient_examination_id, patient_id, center_key)
        REFERENCES patient_examination (id, patient_id, center_key),
    CHECK ((patient_id IS NULL) = (patient_examination_id IS NULL)),
    CHECK ((patient_id IS NULL) = (unresolved_reason IS NOT NULL)),
    CHECK ((patient_id IS NULL) = (place_as_of = 0))
);
CREATE INDEX medium_link_of_patient ON medium_link (patient_id, id DESC);
CREATE INDEX medium_link_of_examination ON medium_link (patient_examination_id);
CREATE INDEX medium_link_unresolved ON medium_link (center_key, id DESC)
    WHERE patient_id IS NULL;
