package org.endoreg.contracts.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The drop folder a file came from: it states what the sender says the file is. */
public enum IngestFolder {
  REPORT_IMPORT("report_import"),
  VIDEO_IMPORT("video_import"),
  /** Files a person has already signed off, each with a sidecar that says so. */
  PREANONYMIZED_IMPORT("preanonymized_import");

  private final String folderName;

  IngestFolder(String folderName) {
    this.folderName = folderName;
  }

  /** The name of the folder below the center's folder. */
  @JsonValue
  public String folderName() {
    return folderName;
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  @JsonCreator
  public static IngestFolder of(String folderName) {
    return Arrays.stream(values())
        .filter(folder -> folder.folderName.equals(folderName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown drop folder"));
  }
}
