package org.endoreg.stack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private SuiteFolder suite;
  private Path application;

  @BeforeEach
  void layOut(@TempDir Path folder) throws IOException {
    suite = new SuiteFolder(folder.resolve("data"), folder.resolve("checkout"));
    suite.create();
    application = Files.writeString(folder.resolve("quarkus-run.jar"), "classes");
  }

  private ClassArchive archive() {
    return ClassArchive.of(suite, "media-service", application);
  }

  private void endOfFirstRun() throws IOException {
    Files.writeString(archive().fresh(), "parsed classes");
    archive().keep();
  }

  @Test
  void theFirstRunWritesAndTheNextOneUses() throws IOException {
    assertThat(archive().jvmOptions()).contains("-XX:ArchiveClassesAtExit=" + archive().fresh());
    endOfFirstRun();
    assertThat(archive().jvmOptions())
        .anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
    assertThat(archive().fresh()).doesNotExist();
  }

  @Test
  void aDamagedArchiveIsNotUsedAndReplaced() throws IOException {
    archive().jvmOptions();
    endOfFirstRun();
    Files.writeString(kept().get(0), "parsed cl");
    assertThat(archive().jvmOptions()).contains("-XX:ArchiveClassesAtExit=" + archive().fresh());
    endOfFirstRun();
    assertThat(kept()).hasSize(1);
    assertThat(archive().jvmOptions()).contains("-XX:SharedArchiveFile=" + kept().get(0));
  }

  @Test
  void aNewBuildNeedsItsOwnArchive() throws IOException {
    archive().jvmOptions();
    endOfFirstRun();
    Files.setLastModifiedTime(application, FileTime.fromMillis(1_700_000_000_000L));
    assertThat(archive().jvmOptions()).contains("-XX:ArchiveClassesAtExit=" + archive().fresh());
    endOfFirstRun();
    assertThat(kept()).hasSize(1);
  }

  @Test
  void withoutAFolderTheServiceStartsWithout() throws IOException {
    Files.createDirectories(suite.cache().getParent());
    Files.writeString(suite.cache(), "a file where the folder should be");
    assertThat(archive().jvmOptions()).isEmpty();
    endOfFirstRun();
    assertThat(archive().fresh()).doesNotExist();
  }

  private List<Path> kept() throws IOException {
    try (var files = Files.list(suite.cache().resolve("classes"))) {
      return files.toList();
    }
  }
}
