-- When sealed bytes were removed and why, on both sides; a sign-off that was taken back.

ALTER TABLE transfer_job
    ADD COLUMN ciphertext_removed_at timestamptz,
    ADD COLUMN ciphertext_removal    text CHECK (ciphertext_removal IN
        ('applied', 'refused', 'abandoned', 'ended')),
    ADD CHECK ((ciphertext_removed_at IS NULL) = (ciphertext_removal IS NULL));
CREATE INDEX transfer_job_ciphertext ON transfer_job (updated_at)
    WHERE ciphertext_removed_at IS NULL AND media_status IN ('receiving', 'refused', 'applied');

ALTER TABLE outbound_transfer
    ADD COLUMN sealed_removed_at timestamptz,
    ADD COLUMN withdrawn_at      timestamptz;

-- What ended before had no receipts; its files were removed as far as they are still there.
UPDATE transfer_job SET ciphertext_removed_at = updated_at, ciphertext_removal = media_status
    WHERE media_status IN ('applied', 'refused');
UPDATE outbound_transfer SET sealed_removed_at = changed_at WHERE local_status = 'completed';
