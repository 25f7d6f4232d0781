package org.endoreg.ingest.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import org.endoreg.platform.audit.OpenedAudit;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.outbox.Outbox;
import org.jdbi.v3.core.Jdbi;

/** Lets a measurement use the ledger of the gateway without the container around it. */
public final class OpenedLedger {
  private OpenedLedger() {}

  /** The ledger as the upload boundary calls it. */
  public static Ledger over(BlobVault vault, Outbox outbox, MeterRegistry metrics) {
    JobAudit audit = new JobAudit(OpenedAudit.of("ingest-gateway"));
    return new Ledger(new JobRows(), new JobMoves(metrics, audit), vault, outbox, audit);
  }

  /** What the routes read jobs with. */
  public static UploadJobs jobs(Jdbi jdbi) {
    return new UploadJobs(jdbi);
  }
}
