package org.endoreg.stack.cli;

import java.io.IOException;
import java.util.Optional;
import org.endoreg.stack.client.AccessToken;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.Suite;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;

/** Finds the running suite of a data folder. */
final class RunningSuite {
  private RunningSuite() {}

  static HubClient client(SuiteFolder folder) throws IOException {
    if (!Suite.isRunning(folder)) {
      throw new SuiteFailure(
          "no suite is running on " + folder.data() + "; start it with ./endoreg up");
    }
    return client(
        folder,
        SuiteState.read(folder)
            .orElseThrow(() -> new SuiteFailure("the suite is just starting; try again")));
  }

  /** Signs in as the commands of this machine when the suite asks for it. */
  static HubClient client(SuiteFolder folder, SuiteState state) throws IOException {
    return client(folder, state.address(), state);
  }

  /** The same, at the address of one of its services. */
  static HubClient client(SuiteFolder folder, String address, SuiteState state) throws IOException {
    if (state.issuer() == null) {
      return new HubClient(address);
    }
    AccessToken token =
        new AccessToken(state.issuer(), "endoreg-cli", folder.password("endoreg-cli"));
    return new HubClient(address, Optional.of(token));
  }
}
