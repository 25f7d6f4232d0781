package org.endoreg.platform.resumable;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** A service that makes a job row of every file, but refuses those that begin with REFUSE. */
@Singleton
public class TestBoundary implements UploadBoundary {
  final List<FinishedUpload> finished = new CopyOnWriteArrayList<>();

  /** What the next completion does instead of succeeding. */
  final AtomicReference<Optional<RuntimeException>> trouble =
      new AtomicReference<>(Optional.empty());

  @Override
  public CenterKey admit(UploadMetadata metadata, long length) {
    String center = metadata.centerKey().orElse("local");
    if (!List.of("local", "north", "foreign").contains(center)) {
      throw new ProblemException(ProblemCode.UNKNOWN_CENTER);
    }
    if (length == 0) {
      throw new ProblemException(ProblemCode.EMPTY_FILE);
    }
    return new CenterKey(center);
  }

  @Override
  public Completion complete(Handle transaction, FinishedUpload upload) {
    Optional<RuntimeException> now = trouble.getAndSet(Optional.empty());
    if (now.isPresent()) {
      throw now.orElseThrow();
    }
    String prefix = new String(upload.prefix(6), StandardCharsets.ISO_8859_1);
    if (prefix.equals("REFUSE")) {
      throw new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    }
    transaction.execute(
        "CREATE TABLE IF NOT EXISTS test_job (id uuid PRIMARY KEY, upload uuid UNIQUE)");
    UUID job = UUID.randomUUID();
    transaction.execute("INSERT INTO test_job VALUES (?, ?)", job, upload.id());
    finished.add(upload);
    return new Completion(job, "/api/upload/" + job + "/status/", !prefix.equals("KNOWN!"));
  }

  FinishedUpload of(UUID upload) {
    return finished.stream().filter(done -> done.id().equals(upload)).findFirst().orElseThrow();
  }
}
