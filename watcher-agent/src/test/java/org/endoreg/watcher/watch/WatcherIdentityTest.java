package org.endoreg.watcher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.endoreg.platform.startup.StartupRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherIdentityTest {
  private final Path dropDir;

  WatcherIdentityTest(@TempDir Path dropDir) {
    this.dropDir = dropDir;
  }

  @Test
  void theIdIsTheSameAfterARestart() throws IOException {
    UUID first = idOfOneRun();
    assertThat(idOfOneRun()).isEqualTo(first);
    Files.writeString(dropDir.resolve(".watcher/id"), "damaged");
    assertThat(idOfOneRun()).isNotEqualTo(first);
  }

  @Test
  void aSecondWatcherAtTheSameFolderIsRefused() throws IOException {
    try (WatcherIdentity held = WatcherIdentity.take(dropDir)) {
      assertThat(held.id()).isNotNull();
      StartupRefused refused =
          assertThrows(StartupRefused.class, () -> WatcherIdentity.take(dropDir));
      assertThat(refused).hasMessageStartingWith("endoreg.watcher.drop-dir: another watcher");
    }
  }

  private UUID idOfOneRun() throws IOException {
    try (WatcherIdentity run = WatcherIdentity.take(dropDir)) {
      return run.id();
    }
  }
}
