package org.endoreg.media.catalogue;

import java.time.Instant;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A registered report or video with where its bytes lie. Technical facts are null for the kind they
 * do not apply to.
 */
public record Medium(
    long id,
    CenterKey centerKey,
    MediaKind kind,
    @Nullable BlobKey rawBlobKey,
    BlobKey artifactBlobKey,
    Sha256 artifactSha256,
    long artifactSizeBytes,
    @Nullable BlobKey textBlobKey,
    @Nullable Integer pages,
    @Nullable String codec,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable Double fps,
    @Nullable Double durationSeconds,
    @Nullable Integer frameCount,
    @Nullable Boolean variableRate,
    Instant registeredAt) {}
