package org.endoreg.knowledge.authoring;

/** A file that cannot be read as YAML, with the line that shows why. */
final class YamlFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  YamlFault(int line, String message) {
    super(message);
    this.line = line;
  }

  int line() {
    return line;
  }
}
