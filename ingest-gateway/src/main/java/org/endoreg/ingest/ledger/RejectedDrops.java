package org.endoreg.ingest.ledger;

import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.DropRejected;
import org.jdbi.v3.core.Handle;

/** Where drops go that cannot become a job: they are kept until a person decides. */
public interface RejectedDrops {

  /** Keeps the drop, in the transaction that learned of it. */
  void keep(Handle transaction, DropRejected drop);

  /** True when a drop of this content was kept, whatever became of it. */
  boolean hasContent(Handle transaction, CenterKey center, Sha256 content);
}
