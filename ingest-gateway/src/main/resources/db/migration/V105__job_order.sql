-- Why an operator acted on many jobs at once. The audit chain names the row and holds no text that
-- a person typed.
CREATE TABLE job_order (
    id         uuid        PRIMARY KEY,
    action     text        NOT NULL CHECK (action IN ('retry', 'cancel', 'park')),
    reason     text        NOT NULL CHECK (length(reason) BETWEEN 10 AND 500),
    ordered_by text        NOT NULL,
    ordered_at timestamptz NOT NULL DEFAULT now(),
    matched    int         NOT NULL,
    changed    int         NOT NULL
);
