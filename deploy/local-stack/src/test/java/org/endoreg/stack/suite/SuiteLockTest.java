package org.endoreg.stack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock as other processes see it, whatever its holder looks at meanwhile. */
class SuiteLockTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void layOut() throws IOException {
    suite().create();
  }

  private SuiteFolder suite() {
    return new SuiteFolder(folder, folder);
  }

  @Test
  void aHolderThatAsksWhetherItIsHeldStillHoldsIt() throws Exception {
    SuiteLock lock = SuiteLock.take(suite()).orElseThrow();
    assertThat(heldForAnotherProcess()).isTrue();
    assertThat(SuiteLock.isHeld(suite())).isTrue();
    assertThat(SuiteLock.take(suite())).isEmpty();
    assertThat(heldForAnotherProcess()).as("after its own process asked").isTrue();
    lock.close();
    assertThat(heldForAnotherProcess()).isFalse();
    assertThat(SuiteLock.isHeld(suite())).isFalse();
  }

  private boolean heldForAnotherProcess() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(other.exitValue()).isBetween(10, 11);
    return other.exitValue() == 11;
  }

  /** Asks from a process of its own. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] folder) throws IOException {
      Path path = Path.of(folder[0]);
      System.exit(SuiteLock.isHeld(new SuiteFolder(path, path)) ? 11 : 10);
    }
  }
}
