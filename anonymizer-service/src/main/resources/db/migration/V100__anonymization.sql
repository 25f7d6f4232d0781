-- How far the anonymization of each job has come. No identity here.
CREATE TABLE anonymization (
    job_id           uuid        PRIMARY KEY,
    center_key       text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    kind             text        NOT NULL CHECK (kind IN ('report', 'video')),
    state            text        NOT NULL CHECK (state IN
                         ('not_started', 'started', 'extracting_frames', 'processing_anonymization',
                          'anonymized', 'done_processing_anonymization', 'validated', 'failed')),
    source_sha256    text        NOT NULL,
    artifact_sha256  text,
    artifact_blob    text,
    removed_by_type  jsonb       NOT NULL DEFAULT '{}',
    residual_checked int,
    residual_hits    int,
    engine_versions  jsonb       NOT NULL DEFAULT '[]',
    problem_code     text,
    attempts         int         NOT NULL DEFAULT 0,
    started_at       timestamptz,
    finished_at      timestamptz,
    CHECK (state <> 'done_processing_anonymization' OR
        (artifact_sha256 IS NOT NULL AND residual_hits = 0))
);

CREATE TABLE anonymization_history (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id   uuid        NOT NULL REFERENCES anonymization (job_id),
    state    text        NOT NULL,
    code     text,
    happened timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX anonymization_history_by_job ON anonymization_history (job_id, id);

-- The only table of the suite with identity in it, and only as ciphertext bound to its row.
CREATE TABLE sensitive_meta (
    job_id           uuid        PRIMARY KEY REFERENCES anonymization (job_id),
    center_key       text        NOT NULL,
    identity         bytea       NOT NULL,
    patient_hash     text        CHECK (patient_hash ~ '^[0-9a-f]{64}$'),
    examination_hash text        CHECK (examination_hash ~ '^[0-9a-f]{64}$'),
    id_scheme        text        NOT NULL,
    kid              text        NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sensitive_meta_by_patient ON sensitive_meta (center_key, patient_hash);
