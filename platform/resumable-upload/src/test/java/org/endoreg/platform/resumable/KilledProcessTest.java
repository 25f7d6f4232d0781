package org.endoreg.platform.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.blob.StagedBlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with the real database: killed at any moment, and held to a small heap. */
@QuarkusTest
@QuarkusTestResource(DatabaseTestResource.class)
class KilledProcessTest {
  private static final int KILLS = 5;
  private static final long GIBIBYTE = 1L << 30;

  @TempDir Path folder = Path.of("");

  private final Random random = new Random();
  private final ResumableUploads uploads;
  private final String url;
  private final Path keys;
  private final Path blobs;

  KilledProcessTest(
      ResumableUploads uploads,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      @ConfigProperty(name = "endoreg.keys-dir") Path keys,
      @ConfigProperty(name = "endoreg.blobs.dir") Path blobs) {
    this.uploads = uploads;
    this.url = url;
    this.keys = keys;
    this.blobs = blobs;
  }

  @Test
  void whatTheRowSaysIsThereAfterAnyKill() throws Exception {
    UUID id = added(GIBIBYTE);
    long last = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long before = last;
      Process process =
          start(id, List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), "1048576", "5", "400");
      await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(30))
          .until(() -> offset(id) > before);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(250));
      process.destroyForcibly().waitFor();
      last = offset(id);
      assertThat(last).isGreaterThan(before);
      assertThat(generatedBytesStaged(id, last)).isEqualTo(last);
    }
    assertThat(WritingProcess.area(keys, blobs).remove(id)).isTrue();
  }

  @Test
  void aGibibyteNeedsNoMoreHeapThanAMebibyte() throws Exception {
    UUID id = added(GIBIBYTE);
    Process process = start(id, List.of("-Xmx32m"), "16777216", "30000", "0");
    assertThat(process.waitFor(110, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", log()).isZero();
    assertThat(offset(id)).isEqualTo(GIBIBYTE);
    assertThat(WritingProcess.area(keys, blobs).remove(id)).isTrue();
  }

  private UUID added(long length) {
    UUID id = UUID.randomUUID();
    ResumableUploads.NewUpload upload =
        new ResumableUploads.NewUpload(
            id,
            new CenterKey("local"),
            Concatenation.Kind.WHOLE,
            length,
            UploadMetadata.parse(null),
            "");
    ResumableUploads.Room room = new ResumableUploads.Room(1_000, Long.MAX_VALUE);
    uploads.add(WritingProcess.SCOPE, upload, room, Duration.ofHours(1));
    return id;
  }

  private long offset(UUID id) {
    return uploads.find(WritingProcess.SCOPE, id).orElseThrow().offset();
  }

  /** How many staged bytes are what was sent, up to the first that is not. */
  private long generatedBytesStaged(UUID id, long offset) throws IOException {
    ResumableUpload upload = uploads.find(WritingProcess.SCOPE, id).orElseThrow();
    Counted counted = new Counted();
    try (StagedBlob blob = WritingProcess.area(keys, blobs).open(id, upload.key(), offset)) {
      blob.copyTo(counted);
    }
    return counted.right;
  }

  private static final class Counted extends OutputStream {
    private long right;
    private boolean wrong;

    @Override
    public void write(int value) {
      wrong |= (byte) value != WritingProcess.at(right);
      right += wrong ? 0 : 1;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        write(bytes[i]);
      }
    }
  }

  private Process start(UUID id, List<String> options, String... told) throws IOException {
    Stream<String> command =
        Stream.of(
                Stream.of(ProcessHandle.current().info().command().orElse("java")),
                options.stream(),
                Stream.of("-cp", classPath(), WritingProcess.class.getName()),
                Stream.of(url, "resumable_test", "test", keys.toString(), blobs.toString()),
                Stream.of(id.toString()),
                Stream.of(told))
            .flatMap(part -> part);
    return new ProcessBuilder(command.toList())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("process.log").toFile())
        .start();
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(folder.resolve("process.log"));
  }

  /** Surefire hides the class path in a manifest and names it here. */
  private static String classPath() {
    return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
        .or(() -> Optional.ofNullable(System.getProperty("java.class.path")))
        .orElse("target/classes" + File.pathSeparator + "target/test-classes");
  }
}
