package org.endoreg.stack.sites;

import java.util.List;
import java.util.Locale;
import org.endoreg.stack.client.HubClient;

/** Reads the text of a report. */
record TextInspection(List<String> planted) implements Inspection {
  @Override
  public boolean isClean(HubClient suite, String path) {
    return isClean(suite.read(path).path("anonymized_text").asText());
  }

  boolean isClean(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return !text.isBlank()
        && planted.stream().noneMatch(name -> lower.contains(name.toLowerCase(Locale.ROOT)));
  }
}
