package org.endoreg.stack.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.doctor.Check.Status;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;

/** Examines a machine and the suite on it, and says what to do about what it finds. */
public final class Doctor {
  private final FactsReader reader;
  private final long leastFreeMiB;

  /** For the suite of this folder, which would use this port and needs so much free space. */
  public Doctor(SuiteFolder folder, int port, long leastFreeMiB, Clients clients) {
    this.reader = new FactsReader(folder, port, clients::at);
    this.leastFreeMiB = leastFreeMiB;
  }

  /** Makes a client for one address, signed in when the suite asks for it. */
  @FunctionalInterface
  public interface Clients {
    /** A client of the service at this address. */
    HubClient at(String address) throws IOException;
  }

  /** All findings; {@code healthy} unless one is red. */
  public record Findings(List<Check> checks, boolean healthy) {}

  /** Examines; {@code running} is empty when no suite runs. */
  public Findings examine(Optional<SuiteState> running) throws IOException {
    List<Check> checks = new Checkup(reader.read(running), leastFreeMiB).checks();
    return new Findings(checks, checks.stream().noneMatch(check -> check.status() == Status.RED));
  }
}
