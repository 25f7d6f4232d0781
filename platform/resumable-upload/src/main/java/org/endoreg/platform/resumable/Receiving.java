package org.endoreg.platform.resumable;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.StagedBlob;
import org.endoreg.platform.problem.ProblemException;

/**
 * Takes the bytes of one request into the staged blob. Without a checksum what came is kept however
 * the request ends; with one, nothing is kept before it held. Leaving without a checkpoint is how a
 * request is undone: the next one begins at the recorded offset.
 */
final class Receiving {
  private static final int READ_BYTES = 65_536;

  private final CenterScope scope;
  private final ResumableUpload upload;
  private final StagedBlob blob;
  private final Optional<MessageDigest> digest;
  private final ResumableUploads uploads;
  private final RunningDigests digests;
  private final ResumableSettings settings;
  private long durable;
  private long lastCheckpoint = System.nanoTime();

  Receiving(
      CenterScope scope,
      ResumableUpload upload,
      StagedBlob blob,
      ResumableUploads uploads,
      RunningDigests digests,
      ResumableSettings settings) {
    this.scope = scope;
    this.upload = upload;
    this.blob = blob;
    this.uploads = uploads;
    this.digests = digests;
    this.settings = settings;
    this.durable = upload.offset();
    this.digest = digests.at(upload.id(), upload.offset());
  }

  /** Takes the whole body; afterwards everything taken is durable. Returns the new offset. */
  long receive(Chunk chunk, Writer writer) {
    byte[] buffer = new byte[READ_BYTES];
    for (int count = next(chunk, writer, buffer); count >= 0; count = next(chunk, writer, buffer)) {
      take(chunk, buffer, count);
    }
    if (chunk.checksum().map(checksum -> !checksum.holds()).orElse(false)) {
      throw new ProblemException(ProblemCode.CHECKSUM_MISMATCH);
    }
    checkpoint();
    return durable;
  }

  /** Asks for one byte more than may come, to notice a sender that goes on beyond the end. */
  private int next(Chunk chunk, Writer writer, byte[] buffer) {
    long wanted = Math.min(buffer.length, upload.length() - blob.offset() + 1);
    try {
      return writer.read(chunk.bytes(), buffer, (int) wanted);
    } catch (Writer.Stopped stopped) {
      keep(chunk);
      throw new ProblemException(stopped.code());
    } catch (IOException cut) {
      keep(chunk);
      throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
    }
  }

  private void take(Chunk chunk, byte[] buffer, int count) {
    if (blob.offset() + count > upload.length()) {
      throw new ProblemException(ProblemCode.CHUNK_TOO_LARGE);
    }
    take(buffer, 0, count);
    chunk.checksum().ifPresent(checksum -> checksum.update(buffer, count));
    if (chunk.checksum().isEmpty() && isDue()) {
      checkpoint();
    }
  }

  /** Takes bytes that are known to belong here. */
  void take(byte[] bytes, int offset, int count) {
    Storage.run(() -> blob.write(bytes, offset, count));
    digest.ifPresent(running -> running.update(bytes, offset, count));
  }

  /**
   * Between parts, where it is cheap, once enough came; anywhere once enough time passed. Never at
   * the end: whether more follows than was announced is not known yet.
   */
  private boolean isDue() {
    if (blob.offset() == upload.length()) {
      return false;
    }
    boolean manyBytes = blob.offset() - durable >= settings.checkpointBytes();
    Duration passed = Duration.ofNanos(System.nanoTime() - lastCheckpoint);
    return (manyBytes && blob.isBetweenParts())
        || passed.compareTo(settings.checkpointInterval()) > 0;
  }

  private void keep(Chunk chunk) {
    if (chunk.checksum().isEmpty()) {
      checkpoint();
    }
  }

  /** Durable on disk first, then in the row, then the earlier tail goes. */
  void checkpoint() {
    lastCheckpoint = System.nanoTime();
    long reached = blob.offset();
    if (reached == durable) {
      return;
    }
    Storage.run(blob::force);
    if (!uploads.advance(scope, upload.id(), durable, reached, settings.expiry())) {
      throw new ProblemException(ProblemCode.UPLOAD_EXPIRED);
    }
    digest.ifPresent(running -> digests.keep(upload.id(), reached, running));
    durable = reached;
    Storage.run(blob::settle);
  }
}
