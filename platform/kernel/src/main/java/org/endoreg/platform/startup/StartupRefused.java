package org.endoreg.platform.startup;

/**
 * A setting forbids the start. The message is one line that names the setting and what it must be.
 */
public final class StartupRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Refuses the start because of {@code setting}. */
  public StartupRefused(String setting, String reason) {
    super(setting + ": " + reason);
  }
}
