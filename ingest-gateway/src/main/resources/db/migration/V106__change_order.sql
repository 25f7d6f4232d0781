-- In which transaction a job changed last. Numbers are drawn before a transaction commits, so a
-- higher one may be seen first; transactions below the oldest running one are over for good.
ALTER TABLE upload_job ADD COLUMN change_transaction bigint NOT NULL DEFAULT 0;
CREATE FUNCTION note_change_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.change_transaction := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER upload_job_is_added BEFORE INSERT ON upload_job
    FOR EACH ROW EXECUTE FUNCTION note_change_transaction();
CREATE TRIGGER upload_job_is_changed BEFORE UPDATE ON upload_job
    FOR EACH ROW WHEN (OLD.change_number <> NEW.change_number)
    EXECUTE FUNCTION note_change_transaction();
DROP INDEX upload_job_changed;
CREATE INDEX upload_job_changed ON upload_job (change_transaction, change_number);
