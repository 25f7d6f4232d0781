package org.endoreg.transfer.receiving;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.contracts.Capability;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.access.OwnerlessRows;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.transfer.envelope.RecipientKey;
import org.endoreg.transfer.nodes.RecipientKeys;
import org.jspecify.annotations.Nullable;

/** What operators see of the receiver: transfers that came in, and what a new site has to know. */
@Path("/api/transfer")
@Produces(MediaType.APPLICATION_JSON)
public class IncomingResource {
  private static final int MOST = 200;

  private final Callers callers;
  private final TransferJobs jobs;
  private final Ciphertexts ciphertexts;
  private final RecipientKeys keys;
  private final ReceiptSeal seal;
  private final HubSettings settings;

  IncomingResource(
      Callers callers,
      TransferJobs jobs,
      Ciphertexts ciphertexts,
      RecipientKeys keys,
      ReceiptSeal seal,
      HubSettings settings) {
    this.callers = callers;
    this.jobs = jobs;
    this.ciphertexts = ciphertexts;
    this.keys = keys;
    this.seal = seal;
    this.settings = settings;
  }

  /** The newest transfers into the caller's centers, at most 200. */
  @GET
  @Path("/incoming")
  @Needs(Capability.TRANSFER_READ)
  public List<Incoming> incoming() throws IOException {
    List<Incoming> rows = new ArrayList<>();
    for (TransferJob job : jobs.newest(callers.current().scope(), MOST)) {
      rows.add(row(job));
    }
    return rows;
  }

  /** The keys a site needs to send here; none of them is secret. */
  @GET
  @Path("/identity")
  @Needs(Capability.TRANSFER_READ)
  @OwnerlessRows("keys are the hub's own")
  public HubIdentity identity() {
    RecipientKey recipient = keys.active();
    return new HubIdentity(
        settings.transfer().nodeKey(),
        recipient.id(),
        recipient.publicKey().text(),
        seal.publicKey());
  }

  private Incoming row(TransferJob job) throws IOException {
    boolean whole =
        job.mediaStatus() == MediaStatus.RECEIVED || job.mediaStatus() == MediaStatus.APPLIED;
    @Nullable Long size = job.ciphertextSize();
    TransferJob.@Nullable CiphertextEnd end = job.ciphertextEnd();
    return new Incoming(
        job.id().toString(),
        job.transferKey(),
        job.sourceNodeKey(),
        job.center().value(),
        job.kind().wireName(),
        job.status().wireName(),
        job.decision().wireName(),
        job.mediaStatus().wireName(),
        job.mediaProblem(),
        whole && size != null ? size : ciphertexts.size(job.id()),
        size,
        TransferIdentities.cleanupPolicyOf(job),
        job.cleanupStatus(),
        end == null ? null : end.at(),
        end == null ? null : end.why().wireName(),
        job.createdAt(),
        job.updatedAt());
  }

  /** One transfer; sizes in bytes. */
  public record Incoming(
      String id,
      String transferKey,
      String sourceNodeKey,
      String centerKey,
      String resourceKind,
      String status,
      String decision,
      String mediaStatus,
      @Nullable String mediaProblem,
      long receivedBytes,
      @Nullable Long sizeBytes,
      String cleanupPolicy,
      String cleanupStatus,
      @Nullable Instant ciphertextRemovedAt,
      @Nullable String ciphertextRemoval,
      Instant createdAt,
      Instant updatedAt) {}

  /** Key of this hub among the nodes, the key to seal for, the key receipts are signed with. */
  public record HubIdentity(
      String nodeKey, String recipientKeyId, String recipientKey, String receiptKey) {}
}
