-- Pages ordered by size and narrowed by status or code: without these, rows that do not fit are read
-- and passed over, more of them the larger the ledger is.
CREATE INDEX upload_job_by_status_and_size ON upload_job
    (center_key, status, size_bytes DESC, id DESC);
CREATE INDEX upload_job_by_code_and_size ON upload_job
    (center_key, error_code, size_bytes DESC, id DESC) WHERE error_code IS NOT NULL;
