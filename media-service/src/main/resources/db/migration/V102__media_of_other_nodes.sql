-- Media another node made: no raw bytes here, and rows that came with them.

ALTER TABLE medium ALTER COLUMN raw_blob_key DROP NOT NULL;
ALTER TABLE medium ADD COLUMN source_node_key text;
ALTER TABLE medium ADD CHECK ((raw_blob_key IS NULL) = (source_node_key IS NOT NULL));

-- A stretch of frames, numbered as the sender numbers them, the end exclusive.
CREATE TABLE video_segment (
    medium_id          bigint  NOT NULL REFERENCES medium (id),
    center_key         text    NOT NULL,
    source_node_key    text    NOT NULL,
    source_segment_id  text    NOT NULL,
    first_frame        int     NOT NULL CHECK (first_frame >= 0),
    end_frame          int     NOT NULL CHECK (end_frame > first_frame),
    label_name         text    NOT NULL,
    source_kind        text    NOT NULL CHECK (source_kind IN ('manual_annotation', 'prediction')),
    validated          boolean NOT NULL,
    information_source text    NOT NULL,
    model_name         text,
    model_version      text,
    PRIMARY KEY (medium_id, source_node_key, source_segment_id)
);
CALL protect_by_center('video_segment');

CREATE TABLE frame_annotation (
    medium_id          bigint  NOT NULL REFERENCES medium (id),
    center_key         text    NOT NULL,
    external_id        text    NOT NULL,
    frame_number       int     NOT NULL CHECK (frame_number >= 0),
    label_name         text    NOT NULL,
    value              boolean NOT NULL,
    float_value        double precision,
    information_source text    NOT NULL,
    PRIMARY KEY (medium_id, external_id)
);
CREATE INDEX frame_annotation_by_frame ON frame_annotation (medium_id, frame_number);
CALL protect_by_center('frame_annotation');
