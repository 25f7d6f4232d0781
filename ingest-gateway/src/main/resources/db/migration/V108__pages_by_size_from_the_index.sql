-- A page by size narrowed by system or kind passes over the jobs that do not fit. With both in the
-- index, behind what orders it, those are passed over without a look at their rows.
CREATE INDEX upload_job_by_size_narrowed ON upload_job
    (center_key, size_bytes DESC, id DESC, source_system, kind);
DROP INDEX upload_job_by_size;
CREATE INDEX upload_job_by_status_and_size_narrowed ON upload_job
    (center_key, status, size_bytes DESC, id DESC, source_system, kind);
DROP INDEX upload_job_by_status_and_size;
