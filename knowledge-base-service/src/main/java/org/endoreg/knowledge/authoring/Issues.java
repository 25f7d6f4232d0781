package org.endoreg.knowledge.authoring;

import java.util.ArrayList;
import java.util.List;

/** Collects the complaints of one import, weighing each by the import's mode. */
final class Issues {
  private final ImportMode mode;
  private final List<Issue> found = new ArrayList<>();

  Issues(ImportMode mode) {
    this.mode = mode;
  }

  void add(IssueCode code, Location location, String message) {
    found.add(new Issue(code, code.in(mode), location, message));
  }

  List<Issue> found() {
    return List.copyOf(found);
  }
}
