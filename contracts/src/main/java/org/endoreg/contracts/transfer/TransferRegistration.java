package org.endoreg.contracts.transfer;

import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a site registers before it sends bytes. The transfer key is stable over retries; the
 * receiver treats it as opaque.
 *
 * @param <R> the rows that fit the kind of resource
 */
public record TransferRegistration<R extends ResourceRows>(
    @Shape(Wording.TRANSFER_KEY) String transferKey,
    @Shape(Wording.NODE_KEY) String sourceNodeKey,
    @Shape(Wording.NODE_KEY) String targetNodeKey,
    CenterKey sourceCenterKey,
    MediaKind resourceKind,
    Sha256 resourceHash,
    TransferMode transferMode,
    ProcessingPolicy processingPolicy,
    ProcessingIntent processingIntent,
    CleanupPolicy cleanupPolicy,
    @Shape(SCHEMA_VERSION_PATTERN) String payloadSchemaVersion,
    R resourceRows,
    ProcessingSnapshot processingSnapshot,
    @Nullable TransferProvenance provenance) {

  /** The only version spoken. */
  public static final String SCHEMA_VERSION = "3.0";

  /** The version as a shape, so that the JSON Schema refuses every other. */
  public static final String SCHEMA_VERSION_PATTERN = "^3\\.0$";
}
