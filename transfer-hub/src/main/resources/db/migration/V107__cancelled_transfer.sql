-- A transfer a person called off; its sealed bytes go as those of others that ended.

ALTER TABLE outbound_transfer
    DROP CONSTRAINT outbound_transfer_local_status_check,
    ADD CONSTRAINT outbound_transfer_local_status_check CHECK (local_status IN
        ('marked', 'queued', 'registering', 'awaiting_media', 'uploading', 'completed', 'failed',
         'cancelled'));

DROP INDEX outbound_transfer_sealed;
CREATE INDEX outbound_transfer_sealed ON outbound_transfer (id)
    WHERE sealed_removed_at IS NULL AND local_status IN ('completed', 'failed', 'cancelled');
