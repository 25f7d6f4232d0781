package org.endoreg.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
  private static final long MEBIBYTE = 1024 * 1024;

  @TempDir Path root = Path.of("");

  @Override
  ObjectStore store() {
    return new FileObjectStore(root, 0, folder -> Long.MAX_VALUE);
  }

  @Override
  int leftovers() throws IOException {
    return parts().size();
  }

  @Test
  void tooLittleSpaceIsRefusedBeforeTheFirstByte() throws IOException {
    ObjectStore full = new FileObjectStore(root, 100, folder -> 99);
    assertThatThrownBy(() -> full.begin(newKey())).isInstanceOf(InsufficientStorage.class);
    assertThat(parts()).isEmpty();
  }

  @Test
  void spaceThatRunsOutWhileWritingIsNoticedAndNothingIsLeft() throws IOException {
    AtomicLong free = new AtomicLong(200 * MEBIBYTE);
    FileObjectStore filling = new FileObjectStore(root, 100 * MEBIBYTE, folder -> free.get());
    assertThatThrownBy(
            () -> {
              try (ObjectWrite write = filling.begin(newKey())) {
                for (int i = 0; i < 40; i++) {
                  write.stream().write(bytes((int) MEBIBYTE));
                  free.addAndGet(-4 * MEBIBYTE);
                }
              }
            })
        .isInstanceOf(InsufficientStorage.class);
    assertThat(parts()).isEmpty();
    assertThat(objects()).isEmpty();
  }

  @Test
  void aPartOfAKilledProcessIsRemovedAtTheNextStart() throws IOException {
    Path abandoned = staged("abandoned.part");
    makeOld(abandoned);
    Path young = staged("young.part");

    store();

    assertThat(abandoned).doesNotExist();
    assertThat(young).exists();
  }

  /** The start after a kill finds it too young, and the one after that may be months away. */
  @Test
  void aPartOfAKilledProcessGoesAnHourLaterWithoutAStart() throws IOException {
    AtomicLong clock = new AtomicLong();
    FileObjectStore running = new FileObjectStore(root, 0, folder -> Long.MAX_VALUE, clock::get);
    Path abandoned = staged("abandoned.part");
    makeOld(abandoned);
    running.begin(newKey()).close();
    assertThat(abandoned).exists();
    clock.addAndGet(TimeUnit.MINUTES.toNanos(61));
    try (ObjectWrite own = running.begin(newKey())) {
      assertThat(abandoned).doesNotExist();
      makeOld(parts().get(0));
      clock.addAndGet(TimeUnit.MINUTES.toNanos(61));
      running.begin(newKey()).close();
      own.stream().close();
      own.commit();
    }
    assertThat(objects()).hasSize(1);
  }

  @Test
  void aPartThatIsStillWrittenStaysHoweverOldItIs() throws IOException {
    try (BlobWrite write = vault().write(newKey())) {
      write.write(1);
      makeOld(parts().get(0));

      store();

      write.commit();
    }
    assertThat(objects()).hasSize(1);
  }

  @Test
  void aBlobThatDoesNotOpenKeepsNoFileOpen() throws IOException {
    Blob blob = write(newKey(), bytes(10));
    Files.write(objects().get(0), new byte[100]);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> vault().open(blob.key())).isInstanceOf(IOException.class);
    }
    assertThat(openFilesBelow(root)).isEmpty();
  }

  @Test
  void aBlobReadToItsEndKeepsNoFileOpen() throws IOException {
    Blob blob = write(newKey(), bytes(10));
    try (var bytes = vault().stream(blob.key())) {
      assertThat(openFilesBelow(root)).hasSize(1);
      assertThat(bytes.readAllBytes()).hasSize(10);
    }
    assertThat(openFilesBelow(root)).isEmpty();
  }

  @Test
  void aLinkPlantedInTheStoreIsNotFollowed(@TempDir Path outside) throws IOException {
    Blob blob = write(newKey(), bytes(10));
    Path object = objects().get(0);
    Path moved = Files.move(object, outside.resolve("moved"));
    Files.createSymbolicLink(object, moved);
    assertThat(vault().exists(blob.key())).isFalse();
    assertThatThrownBy(() -> vault().open(blob.key())).isInstanceOf(IOException.class);
  }

  private Path staged(String name) throws IOException {
    Path staging = Files.createDirectories(root.resolve(".staging"));
    return Files.writeString(staging.resolve(name), "half a blob");
  }

  private static void makeOld(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
  }

  private List<Path> parts() throws IOException {
    return filesBelow(root).stream().filter(file -> file.toString().contains(".staging")).toList();
  }

  private List<Path> objects() throws IOException {
    return filesBelow(root).stream().filter(file -> !file.toString().contains(".staging")).toList();
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static List<Path> openFilesBelow(Path folder) throws IOException {
    List<Path> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor) && target(descriptor).startsWith(folder)) {
          open.add(descriptor);
        }
      }
    }
    return open;
  }

  private static Path target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (NoSuchFileException closedMeanwhile) {
      return descriptor;
    }
  }
}
