-- When sealed bytes were removed and why, on both sides; a sign-off that was taken back.

ALTER TABLE transfer_job
    ADD COLUMN ciphertext_removed_at timestamptz,
    ADD COLUMN ciphertext_removal    text CHECK (ciphertext_removal IN
        ('applied', 'refused', 'abandoned', 'ended')),
    ADD CHECK ((ciphertext_removed_at IS NULL) = (ciphertext_removal IS NULL));
CREATE INDEX transfer_job_ciphertext ON transfer_job (id)
    WHERE ciphertext_removed_at IS NULL AND media_status IN ('receiving', 'refused', 'applied');

ALTER TABLE outbound_transfer
    ADD COLUMN sealed_removed_at timestamptz,
    ADD COLUMN withdrawn_at      timestamptz,
    -- SHA-256 of the key, by which the files of a sealed artifact are named
    ADD COLUMN key_sha256        text;
UPDATE outbound_transfer SET key_sha256 = encode(sha256(convert_to(transfer_key, 'UTF8')), 'hex');
ALTER TABLE outbound_transfer
    ALTER COLUMN key_sha256 SET NOT NULL,
    ADD CHECK (key_sha256 ~ '^[0-9a-f]{64}$');

-- What ended before had no receipts; its files were removed as far as they are still there.
UPDATE transfer_job SET ciphertext_removed_at = updated_at, ciphertext_removal = media_status
    WHERE media_status IN ('applied', 'refused');
UPDATE outbound_transfer SET sealed_removed_at = changed_at WHERE local_status = 'completed';

CREATE INDEX outbound_transfer_sealed ON outbound_transfer (id)
    WHERE sealed_removed_at IS NULL AND local_status IN ('completed', 'failed');
CREATE INDEX outbound_transfer_sealed_files ON outbound_transfer (key_sha256)
    WHERE sealed_removed_at IS NULL;
