package org.endoreg.transfer.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The second implementation of envelopes, in a process of its own. */
public final class Node {
  static final Path FOLDER = Path.of("src/test/vectors");

  private Node() {}

  /** True where Node is installed. */
  public static boolean isThere() {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What the second implementation answers to this input. */
  public static String run(String input, String... arguments)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("node", ".json");
    Files.writeString(file, input);
    List<String> command = new ArrayList<>(List.of("node", "envelope.mjs"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectInput(file.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return answer;
  }
}
