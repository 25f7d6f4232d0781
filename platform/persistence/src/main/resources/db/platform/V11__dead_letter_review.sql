-- What an operator needs to decide about a record that was set aside. The record itself stays on
-- the topic; nothing of its payload is kept here.
ALTER TABLE dead_letter
    ADD COLUMN event_id uuid,
    ADD COLUMN event_type text,
    ADD COLUMN aggregate_id uuid,
    -- null when the record names no center this service knows
    ADD COLUMN center_key text REFERENCES center (center_key),
    ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN attempts int NOT NULL DEFAULT 1 CHECK (attempts > 0),
    ADD COLUMN error_code text,
    ADD COLUMN state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'replayed', 'discarded')),
    ADD COLUMN decided_by text,
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN decision_reason text CHECK (length(decision_reason) BETWEEN 10 AND 500),
    ADD CONSTRAINT dead_letter_decision
        CHECK ((state = 'waiting') = (decided_at IS NULL)
            AND (decided_at IS NULL) = (decided_by IS NULL)
            AND (state = 'discarded') = (decision_reason IS NOT NULL));
CREATE INDEX dead_letter_by_state ON dead_letter (state, id);

-- Not protect_by_center: a row without a center would be nobody's. It is shown to sessions that
-- see every center there is, because any of them may be the one it is about.
ALTER TABLE dead_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE dead_letter FORCE ROW LEVEL SECURITY;
CREATE POLICY center_scope ON dead_letter USING (
    (SELECT current_setting('app.center_scope', true)) = '*'
    OR center_key = ANY
        ((SELECT string_to_array(current_setting('app.center_scope', true), ','))::text[])
    OR (center_key IS NULL
        AND (SELECT current_setting('app.center_scope', true)) <> ''
        AND (SELECT NOT EXISTS (SELECT 1 FROM center AS known WHERE known.center_key <> ALL
            (string_to_array(current_setting('app.center_scope', true), ','))))));
