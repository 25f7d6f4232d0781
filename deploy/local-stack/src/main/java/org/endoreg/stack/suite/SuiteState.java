package org.endoreg.stack.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a running suite tells other processes: its address, where its callers sign in (null when
 * nobody does), its supervisor and its parts.
 */
public record SuiteState(
    String address,
    @Nullable String issuer,
    long supervisorPid,
    boolean ready,
    List<PartState> parts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One part; {@code startedAt} in milliseconds tells a process from a later one with the same pid.
   */
  public record PartState(
      String name, long pid, long startedAt, int port, String state, int restarts) {

    /** The process, when it is still the same one. */
    public Optional<ProcessHandle> process() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(
              process ->
                  process
                      .info()
                      .startInstant()
                      .map(started -> Math.abs(started.toEpochMilli() - startedAt) < 2_000)
                      .orElse(false));
    }
  }

  /** One part by its name. */
  public Optional<PartState> part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  void write(SuiteFolder folder) throws IOException {
    Path fresh = folder.stateFile().resolveSibling("suite.json.new");
    JSON.writeValue(fresh.toFile(), this);
    Files.move(
        fresh,
        folder.stateFile(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The last state that was written; empty when the suite never ran. */
  public static Optional<SuiteState> read(SuiteFolder folder) throws IOException {
    if (!Files.exists(folder.stateFile())) {
      return Optional.empty();
    }
    return Optional.of(JSON.readValue(folder.stateFile().toFile(), SuiteState.class));
  }
}
