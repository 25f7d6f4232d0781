package org.endoreg.platform.blob;

import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.Sha256;

/** A committed blob: its key, the digest and the number of its plain bytes. */
public record Blob(BlobKey key, Sha256 sha256, long sizeBytes) {}
