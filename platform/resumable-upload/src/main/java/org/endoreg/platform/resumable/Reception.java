package org.endoreg.platform.resumable;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.StagedBlob;
import org.endoreg.platform.blob.StagingArea;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What the protocol asks for, free of its headers: create, tell, append, put together, end. One
 * request at a time works on an upload.
 */
@ApplicationScoped
class Reception {
  private final UploadBoundary boundary;
  private final ResumableUploads uploads;
  private final StagingArea staging;
  private final Writers writers;
  private final RunningDigests digests;
  private final Conclusion conclusion;
  private final ResumableSettings settings;

  Reception(
      UploadBoundary boundary,
      ResumableUploads uploads,
      StagingArea staging,
      Writers writers,
      RunningDigests digests,
      Conclusion conclusion,
      ResumableSettings settings) {
    this.boundary = boundary;
    this.uploads = uploads;
    this.staging = staging;
    this.writers = writers;
    this.digests = digests;
    this.conclusion = conclusion;
    this.settings = settings;
  }

  /** Begins an upload of {@code length} bytes, without any of them yet. */
  ResumableUpload create(
      CenterScope scope,
      UploadMetadata metadata,
      Concatenation concat,
      String header,
      long length) {
    if (length > Math.min(settings.maxBytes(), settings.maxStagedBytesPerCenter())) {
      throw new ProblemException(ProblemCode.FILE_TOO_LARGE);
    }
    CenterKey center = boundary.admit(metadata, length);
    if (!scope.covers(center)) {
      throw new ProblemException(ProblemCode.CENTER_FORBIDDEN);
    }
    Storage.run(() -> staging.requireRoom(length));
    UUID id = Envelopes.newId();
    uploads.add(
        scope,
        new ResumableUploads.NewUpload(id, center, concat.kind(), length, metadata, header),
        new ResumableUploads.Room(settings.maxOpenPerCenter(), settings.maxStagedBytesPerCenter()),
        settings.expiry());
    return known(scope, id);
  }

  /**
   * The upload as it stands, after whoever is writing it has stopped. When all bytes are there but
   * the last request died before the job was made, this makes it.
   */
  ResumableUpload tell(CenterScope scope, UUID id) {
    known(scope, id);
    writers.settle(id);
    ResumableUpload upload = known(scope, id);
    if (!isToBeCompleted(upload)) {
      return upload;
    }
    return writers.alone(id, writer -> completed(scope, known(scope, id)));
  }

  /** Takes the body of one request and completes the upload with its last byte. */
  ResumableUpload append(CenterScope scope, UUID id, Chunk chunk) {
    known(scope, id);
    return writers.alone(
        id,
        writer -> {
          ResumableUpload upload = known(scope, id);
          requireFits(upload, chunk);
          return completed(scope, received(scope, upload, chunk, writer));
        });
  }

  private ResumableUpload received(
      CenterScope scope, ResumableUpload upload, Chunk chunk, Writer writer) {
    if (upload.hasAllBytes()) {
      requireNothing(chunk, writer);
      return upload;
    }
    try (StagedBlob blob = staged(upload)) {
      new Receiving(scope, upload, blob, uploads, digests, settings).receive(chunk, writer);
    } catch (IOException closing) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
    return known(scope, upload.id());
  }

  private StagedBlob staged(ResumableUpload upload) {
    return Storage.step(() -> staging.open(upload.id(), upload.key(), upload.offset()));
  }

  private static void requireNothing(Chunk chunk, Writer writer) {
    try {
      if (writer.read(chunk.bytes(), new byte[1], 1) > 0) {
        throw new ProblemException(ProblemCode.CHUNK_TOO_LARGE);
      }
    } catch (IOException cut) {
      throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
    }
  }

  private static void requireFits(ResumableUpload upload, Chunk chunk) {
    if (upload.kind() == Concatenation.Kind.FINAL) {
      throw new ProblemException(ProblemCode.FORBIDDEN);
    }
    if (chunk.offset() != upload.offset()) {
      throw new OffsetConflict(upload);
    }
    if (chunk.length() > upload.length() - upload.offset()) {
      throw new ProblemException(ProblemCode.CHUNK_TOO_LARGE);
    }
  }

  /**
   * Puts pieces together as one upload and completes it. The pieces stay for a while: a sender that
   * lost the answer asks again.
   */
  ResumableUpload concatenate(
      CenterScope scope, UploadMetadata metadata, Concatenation concat, String header) {
    List<ResumableUpload> pieces =
        concat.pieces().stream().map(id -> finishedPiece(scope, id)).toList();
    long length = pieces.stream().mapToLong(ResumableUpload::length).sum();
    ResumableUpload whole = create(scope, metadata, concat, header, length);
    return writers.alone(
        whole.id(),
        writer -> {
          try {
            copy(scope, pieces, whole);
            ResumableUpload done = completed(scope, known(scope, whole.id()));
            uploads.expireSoon(scope, concat.pieces());
            return done;
          } catch (RuntimeException failed) {
            conclusion.discard(scope, whole);
            throw failed;
          }
        });
  }

  private ResumableUpload finishedPiece(CenterScope scope, UUID id) {
    ResumableUpload piece = known(scope, id);
    if (!piece.isPartial() || !piece.hasAllBytes()) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
    return piece;
  }

  private void copy(CenterScope scope, List<ResumableUpload> pieces, ResumableUpload whole) {
    try (StagedBlob target = staged(whole)) {
      Receiving receiving = new Receiving(scope, whole, target, uploads, digests, settings);
      for (ResumableUpload piece : pieces) {
        writers.alone(piece.id(), writer -> copied(piece, receiving));
      }
      receiving.checkpoint();
    } catch (IOException closing) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }

  private long copied(ResumableUpload piece, Receiving target) {
    return Storage.step(
        () -> {
          try (StagedBlob source = staging.open(piece.id(), piece.key(), piece.offset())) {
            source.copyTo(into(target));
            return source.offset();
          }
        });
  }

  private static OutputStream into(Receiving receiving) {
    return new OutputStream() {
      @Override
      public void write(int value) {
        receiving.take(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        receiving.take(bytes, offset, length);
      }
    };
  }

  /** Ends an upload that its sender does not want any more. */
  void end(CenterScope scope, UUID id) {
    known(scope, id);
    writers.alone(
        id,
        writer -> {
          ResumableUpload upload = known(scope, id);
          if (upload.state() == ResumableUpload.State.COMPLETE) {
            throw new ProblemException(ProblemCode.CONFLICT);
          }
          conclusion.discard(scope, upload);
          return upload;
        });
  }

  /** The same for one that may have ended already. */
  void endIfOpen(CenterScope scope, UUID id) {
    boolean open =
        uploads
            .find(scope, id)
            .filter(upload -> upload.state() == ResumableUpload.State.OPEN)
            .isPresent();
    if (open) {
      end(scope, id);
    }
  }

  private ResumableUpload completed(CenterScope scope, ResumableUpload upload) {
    return isToBeCompleted(upload) ? conclusion.complete(scope, upload) : upload;
  }

  private static boolean isToBeCompleted(ResumableUpload upload) {
    return upload.state() == ResumableUpload.State.OPEN
        && upload.hasAllBytes()
        && !upload.isPartial();
  }

  /** Missing, ended and foreign ones are not told apart. */
  private ResumableUpload known(CenterScope scope, UUID id) {
    @Nullable ResumableUpload upload = uploads.find(scope, id).orElse(null);
    if (upload == null || upload.state() == ResumableUpload.State.REMOVED) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
    if (upload.state() == ResumableUpload.State.EXPIRED) {
      throw new ProblemException(ProblemCode.UPLOAD_EXPIRED);
    }
    return upload;
  }
}
