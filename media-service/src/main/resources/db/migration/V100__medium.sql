-- One row per anonymized artifact. Ids are unique across reports and videos because both live here.

CREATE TABLE medium (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id              uuid        NOT NULL UNIQUE,
    center_key          text        NOT NULL CHECK (center_key ~ '^[a-z0-9_-]{1,63}$'),
    kind                text        NOT NULL CHECK (kind IN ('report', 'video')),
    source_sha256       text        NOT NULL CHECK (source_sha256 ~ '^[0-9a-f]{64}$'),
    raw_blob_key        text        NOT NULL,
    artifact_blob_key   text        NOT NULL UNIQUE,
    artifact_sha256     text        NOT NULL CHECK (artifact_sha256 ~ '^[0-9a-f]{64}$'),
    artifact_size_bytes bigint      NOT NULL CHECK (artifact_size_bytes > 0),
    text_blob_key       text,
    pages               int,
    codec               text,
    width               int,
    height              int,
    fps                 double precision,
    duration_seconds    double precision,
    frame_count         int,
    variable_rate       boolean,
    registered_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (center_key, source_sha256),
    CHECK (kind = 'report' OR frame_count > 0)
);
CREATE INDEX medium_newest ON medium (center_key, kind, id DESC);

-- frame number n is the n-th entry of pts, in ticks of the time base
CREATE TABLE video_timeline (
    medium_id     bigint PRIMARY KEY REFERENCES medium (id),
    time_base_num int      NOT NULL,
    time_base_den int      NOT NULL,
    pts           bigint[] NOT NULL,
    keyframes     int[]    NOT NULL,
    last_duration bigint   NOT NULL,
    repaired      boolean  NOT NULL
);
