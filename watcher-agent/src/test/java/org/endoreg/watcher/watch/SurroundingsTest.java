package org.endoreg.watcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.watcher.settings.WatcherSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
  private static final long GB = 1_000_000_000;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Path dropDir;
  private final Surroundings surroundings;

  SurroundingsTest(@TempDir Path folder) throws IOException {
    WatcherSettings settings = new GivenSettings(folder).watcher();
    this.dropDir = Files.createDirectories(settings.dropDir());
    this.surroundings = new Surroundings(settings, () -> Set.of(new CenterKey("north")), metrics);
  }

  @Test
  void littleFreeSpaceAndAFullDiskAreWarnedOf() {
    surroundings.lookAtSpace(5 * GB, 20 * GB);
    assertThat(gauge("endoreg_drop_space_low")).isZero();
    surroundings.lookAtSpace(5 * GB - 1, 20 * GB);
    assertThat(gauge("endoreg_drop_space_low")).isOne();
    surroundings.lookAtSpace(90 * GB, 1000 * GB);
    assertThat(gauge("endoreg_drop_space_low")).isOne();
    surroundings.lookAtSpace(100 * GB, 1000 * GB);
    assertThat(gauge("endoreg_drop_space_low")).isZero();
    assertThat(gauge("endoreg_drop_free_bytes")).isEqualTo(100.0 * GB);
  }

  @Test
  void foldersOfUnknownCentersAreCountedAndLeftAlone() throws IOException {
    for (String known : new String[] {"north", ".watcher", "_rejected"}) {
      Files.createDirectories(dropDir.resolve(known));
    }
    Path unknown = Files.createDirectories(dropDir.resolve("south/report_import"));
    Path report = Files.writeString(unknown.resolve("a.pdf"), "content");
    surroundings.look();
    assertThat(gauge("endoreg_drop_unknown_centers")).isOne();
    assertThat(report).exists();
    assertThat(unknown.resolveSibling("_processing")).doesNotExist();
  }

  private double gauge(String name) {
    return metrics.get(name).gauge().value();
  }
}
