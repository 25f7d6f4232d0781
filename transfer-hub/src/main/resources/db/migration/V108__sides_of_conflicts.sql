-- Which artifact a refused registration was about, so that both sides can be shown.

ALTER TABLE transfer_conflict
    ADD COLUMN processed_sha256 text CHECK (processed_sha256 ~ '^[0-9a-f]{64}$');
