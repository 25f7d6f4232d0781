-- Whether the job of an upload stood for its bytes before, and what a center's unfinished uploads
-- will take, added up from the index alone.
ALTER TABLE resumable_upload ADD COLUMN reused boolean NOT NULL DEFAULT false;
DROP INDEX resumable_upload_open;
CREATE INDEX resumable_upload_open ON resumable_upload (center_key) INCLUDE (length_bytes)
    WHERE state = 'open';
