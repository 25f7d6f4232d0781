package org.endoreg.knowledge.authoring;

/** One complaint of an import: what, how bad, where, and a sentence a curator can act on. */
public record Issue(IssueCode code, Severity severity, Location location, String message) {
  @Override
  public String toString() {
    return severity + " " + code.key() + " " + location + " " + message;
  }
}
