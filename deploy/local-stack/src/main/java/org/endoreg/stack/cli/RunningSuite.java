package org.endoreg.stack.cli;

import java.io.IOException;
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
    return new HubClient(
        SuiteState.read(folder)
            .map(SuiteState::address)
            .orElseThrow(() -> new SuiteFailure("the suite is just starting; try again")));
  }
}
