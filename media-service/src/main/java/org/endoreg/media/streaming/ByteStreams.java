package org.endoreg.media.streaming;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.problem.ProblemException;
import org.jboss.logging.Logger;

/**
 * Answers a request for bytes: whole, one range, or not modified. The first piece asked for is
 * decrypted before the status is sent, so damage there gives an error and not a 200; damage further
 * on breaks the connection off.
 */
@ApplicationScoped
public class ByteStreams {
  private static final Logger LOG = Logger.getLogger(ByteStreams.class);
  private static final int PIECE = 65_536;

  private final BlobVault vault;

  ByteStreams(BlobVault vault) {
    this.vault = vault;
  }

  /** The answer to this request. */
  public Response answer(Artifact artifact, BytesRequest request) {
    if (request.alreadyHas(artifact.etag())) {
      return Response.notModified().header("ETag", artifact.etag()).build();
    }
    try (SeekableByteChannel bytes = vault.open(artifact.blobKey())) {
      return answer(artifact, request, bytes);
    } catch (NoSuchFileException missing) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    } catch (IOException damaged) {
      LOG.errorf("blob %s cannot be read", artifact.blobKey());
      throw new ProblemException(ProblemCode.INTERNAL_ERROR);
    }
  }

  private Response answer(Artifact artifact, BytesRequest request, SeekableByteChannel bytes)
      throws IOException {
    long size = bytes.size();
    try {
      Optional<ByteRange> range = ByteRange.parse(request.rangeOf(artifact.etag()), size);
      ByteRange wanted = range.orElse(new ByteRange(0, size - 1));
      bytes.position(wanted.first()).read(ByteBuffer.allocate(1));
      Response.ResponseBuilder answer =
          range.isEmpty()
              ? Response.ok()
              : Response.status(Response.Status.PARTIAL_CONTENT)
                  .header("Content-Range", contentRange(wanted, size));
      return described(answer, artifact, wanted)
          .entity(request.headOnly() ? null : output(artifact, wanted))
          .build();
    } catch (ProblemException outside) {
      return Response.fromResponse(Problem.response(outside.code(), Map.of()))
          .header("Accept-Ranges", "bytes")
          .header("Content-Range", "bytes */" + size)
          .build();
    }
  }

  private static String contentRange(ByteRange range, long size) {
    return "bytes " + range.first() + "-" + range.last() + "/" + size;
  }

  private static Response.ResponseBuilder described(
      Response.ResponseBuilder answer, Artifact artifact, ByteRange range) {
    return answer
        .type(artifact.contentType())
        .header("Content-Length", range.length())
        .header("Accept-Ranges", "bytes")
        .header("ETag", artifact.etag())
        .header("Cache-Control", "private, no-cache")
        .header("X-Content-Type-Options", "nosniff");
  }

  private StreamingOutput output(Artifact artifact, ByteRange range) {
    return out -> {
      try (SeekableByteChannel bytes = vault.open(artifact.blobKey())) {
        copy(bytes.position(range.first()), range.length(), out);
      }
    };
  }

  private static void copy(SeekableByteChannel bytes, long length, OutputStream out)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (long left = length; left > 0; left -= piece.position()) {
      piece.clear().limit((int) Math.min(PIECE, left));
      if (bytes.read(piece) < 0) {
        throw new IOException("the blob ended early");
      }
      out.write(piece.array(), 0, piece.position());
    }
  }
}
