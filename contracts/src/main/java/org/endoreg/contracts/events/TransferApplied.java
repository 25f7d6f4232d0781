package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.transfer.Wording;
import org.jspecify.annotations.Nullable;

/**
 * A processed artifact of another node was verified, signed off there, and lies in the blob store.
 * The rows about it are a blob of their own, because frame annotations may be many megabytes.
 * {@code supersedes} is true when an operator decided that it replaces what another node of the
 * center had sent of the same resource; {@code separate} when one decided that this node has a
 * record of its own beside it.
 */
public record TransferApplied(
    UUID transferId,
    CenterKey centerKey,
    MediaKind kind,
    @Shape(Wording.NODE_KEY) String sourceNodeKey,
    Sha256 resourceHash,
    BlobKey artifactBlobKey,
    Sha256 artifactSha256,
    long artifactSizeBytes,
    @Nullable BlobKey textBlobKey,
    BlobKey rowsBlobKey,
    Sha256 patientHash,
    Sha256 examinationHash,
    @Nullable Boolean supersedes,
    @Nullable Boolean separate)
    implements HubEvent {

  /**
   * @throws IllegalArgumentException when the node is no node key
   */
  public TransferApplied {
    Shaped.require("sourceNodeKey", Wording.NODE_KEY, sourceNodeKey);
  }

  @Override
  public UUID aggregateId() {
    return transferId;
  }
}
