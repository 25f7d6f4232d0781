package org.endoreg.platform.sidecar;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a sidecar is written; the ending of its name says which. */
public enum SidecarFormat {
  JSON("json"),
  YAML("yaml"),
  YML("yml");

  private final String ending;

  SidecarFormat(String ending) {
    this.ending = ending;
  }

  /** The ending without its dot, in lower case. */
  public String ending() {
    return ending;
  }

  /** The format of a name's ending, whatever its case; empty when it is no sidecar's. */
  public static Optional<SidecarFormat> ofEnding(String ending) {
    String lower = ending.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.ending.equals(lower)).findFirst();
  }
}
