package org.endoreg.knowledge.authoring;

/**
 * How forgiving an import is. Content written for this suite loads strictly; older fixture trees
 * with known defects load in compatible mode, which repairs what it safely can and reports it.
 */
public enum ImportMode {
  STRICT,
  COMPATIBLE
}
