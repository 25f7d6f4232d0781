-- A job may be accepted anew after an error, and be called off.
ALTER TABLE anonymization
    ADD COLUMN acceptance int NOT NULL DEFAULT 1 CHECK (acceptance >= 1),
    ADD COLUMN human_validated boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT anonymization_state_check,
    ADD CONSTRAINT anonymization_state_check CHECK (state IN
        ('not_started', 'started', 'extracting_frames', 'processing_anonymization', 'anonymized',
         'done_processing_anonymization', 'validated', 'failed', 'cancelled'));
