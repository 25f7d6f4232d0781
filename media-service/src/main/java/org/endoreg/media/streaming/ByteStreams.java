package org.endoreg.media.streaming;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request for bytes: whole, one range, or not modified. The first piece is decrypted
 * before the status is sent, so a damaged blob gives an error and not a 200 that breaks off.
 */
@ApplicationScoped
public class ByteStreams {
  private static final int PIECE = 65_536;

  private final BlobVault vault;

  ByteStreams(BlobVault vault) {
    this.vault = vault;
  }

  /** The answer with these request headers. */
  public Response answer(
      Artifact artifact,
      @Nullable String range,
      @Nullable String ifRange,
      @Nullable String ifNoneMatch) {
    if (artifact.etag().equals(ifNoneMatch)) {
      return Response.notModified().header("ETag", artifact.etag()).build();
    }
    boolean rangeApplies = ifRange == null || ifRange.equals(artifact.etag());
    long size = size(artifact);
    try {
      Optional<ByteRange> part = ByteRange.parse(rangeApplies ? range : null, size);
      return part.map(wanted -> part(artifact, wanted, size))
          .orElseGet(() -> whole(artifact, size));
    } catch (ProblemException outside) {
      return Response.fromResponse(Problem.response(outside.code(), Map.of()))
          .header("Content-Range", "bytes */" + size)
          .build();
    }
  }

  private Response whole(Artifact artifact, long size) {
    return headers(Response.ok(), artifact, new ByteRange(0, size - 1)).build();
  }

  private Response part(Artifact artifact, ByteRange range, long size) {
    return headers(Response.status(Response.Status.PARTIAL_CONTENT), artifact, range)
        .header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size)
        .build();
  }

  private Response.ResponseBuilder headers(
      Response.ResponseBuilder answer, Artifact artifact, ByteRange range) {
    return answer
        .entity(output(artifact, range))
        .type(artifact.contentType())
        .header("Content-Length", range.length())
        .header("Accept-Ranges", "bytes")
        .header("ETag", artifact.etag())
        .header("Cache-Control", "private, no-cache")
        .header("X-Content-Type-Options", "nosniff");
  }

  private long size(Artifact artifact) {
    try (SeekableByteChannel bytes = vault.open(artifact.blobKey())) {
      return bytes.size();
    } catch (NoSuchFileException missing) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    } catch (IOException damaged) {
      throw new ProblemException(ProblemCode.INTERNAL_ERROR);
    }
  }

  private StreamingOutput output(Artifact artifact, ByteRange range) {
    return out -> {
      try (SeekableByteChannel bytes = vault.open(artifact.blobKey())) {
        bytes.position(range.first());
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long left = range.length();
        while (left > 0) {
          piece.clear().limit((int) Math.min(PIECE, left));
          int count = bytes.read(piece);
          if (count < 0) {
            throw new IOException("the blob ended early");
          }
          out.write(piece.array(), 0, count);
          left -= count;
        }
      }
    };
  }
}
