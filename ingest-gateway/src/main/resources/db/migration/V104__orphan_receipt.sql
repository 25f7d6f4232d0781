-- A blob no row refers to: first only seen, deleted when that is switched on and it is old enough.
CREATE TABLE orphan_receipt (
    id         uuid        PRIMARY KEY,
    center_key text        NOT NULL,
    blob_key   text        NOT NULL UNIQUE,
    stored_at  timestamptz NOT NULL,
    found_at   timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
CREATE INDEX orphan_receipt_newest ON orphan_receipt (center_key, id DESC);
CALL protect_by_center('orphan_receipt');
