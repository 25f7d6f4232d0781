package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Writes what the audit must know of jobs, in the transaction that made it so. */
@ApplicationScoped
class JobAudit {
  private static final Logger LOG = Logger.getLogger(JobAudit.class);

  void created(Handle transaction, CenterKey center, UUID jobId) {
    LOG.infof("upload.created: job %s", jobId);
  }

  void ended(Handle transaction, CenterKey center, UUID jobId, UploadStatus status) {
    LOG.infof("upload.%s: job %s", status.wireName(), jobId);
  }

  void decided(Handle transaction, CenterKey center, UUID jobId, JobAction action) {
    LOG.infof("upload.%s_requested: job %s", action.wireName(), jobId);
  }
}
