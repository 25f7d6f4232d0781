package org.endoreg.knowledge.authoring;

import java.util.Locale;

/**
 * Everything an import can complain about, with its weight in compatible and in strict mode. Codes
 * are stable and appear in reports; messages are for people and may change.
 */
public enum IssueCode {
  INVALID_YAML(Severity.ERROR, Severity.ERROR),
  INVALID_ROOT_TYPE(Severity.ERROR, Severity.ERROR),
  INVALID_ITEM_TYPE(Severity.ERROR, Severity.ERROR),
  INVALID_NAME(Severity.ERROR, Severity.ERROR),
  TEXT_EXPECTED(Severity.ERROR, Severity.ERROR),
  NUMBER_AS_TEXT(Severity.WARNING, Severity.ERROR),
  INVALID_DESCRIPTOR(Severity.ERROR, Severity.ERROR),
  PROBABILITIES(Severity.WARNING, Severity.ERROR),
  DEFAULT_NOT_A_CHOICE(Severity.WARNING, Severity.ERROR),
  UNIT_ALIAS(Severity.INFO, Severity.WARNING),
  UNRESOLVED_REFERENCE(Severity.WARNING, Severity.ERROR),
  DUPLICATE_NAME(Severity.WARNING, Severity.ERROR),
  REPEATED_ROW(Severity.INFO, Severity.WARNING),
  MODEL_MISMATCH(Severity.INFO, Severity.INFO),
  UNKNOWN_DIRECTORY(Severity.INFO, Severity.WARNING);

  private final Severity compatible;
  private final Severity strict;

  IssueCode(Severity compatible, Severity strict) {
    this.compatible = compatible;
    this.strict = strict;
  }

  /** Weight of this code in a mode. */
  public Severity in(ImportMode mode) {
    return mode == ImportMode.STRICT ? strict : compatible;
  }

  /** Stable snake_case spelling for reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
