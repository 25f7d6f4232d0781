-- Work that may be called off, and failures counted apart from workers that died.
ALTER TABLE work_item
    ADD COLUMN retries int NOT NULL DEFAULT 0 CHECK (retries >= 0),
    ADD COLUMN cancel_requested_at timestamptz,
    DROP CONSTRAINT work_item_state_check,
    ADD CONSTRAINT work_item_state_check
        CHECK (state IN ('waiting', 'leased', 'done', 'failed', 'cancelled')),
    -- a lease is whole or not there
    ADD CONSTRAINT work_item_lease CHECK ((lease_owner IS NULL) = (lease_expires_at IS NULL)),
    -- only work under way can be asked to stop; everything else is called off at once
    ADD CONSTRAINT work_item_cancellation
        CHECK (cancel_requested_at IS NULL OR state IN ('leased', 'cancelled'));
