package org.endoreg.knowledge.authoring;

/** Weight of an issue; a single error means that nothing of the file set is stored. */
public enum Severity {
  INFO,
  WARNING,
  ERROR
}
