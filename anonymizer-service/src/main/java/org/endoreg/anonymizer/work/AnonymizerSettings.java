package org.endoreg.anonymizer.work;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Settings of the anonymizer. */
@ConfigMapping(prefix = "endoreg.anonymizer")
public interface AnonymizerSettings {
  /** Reports worked on at the same time. */
  @WithDefault("1")
  int reportWorkers();

  /** Videos worked on at the same time. */
  @WithDefault("1")
  int videoWorkers();

  /** Threads one video may use for decoding and for encoding. */
  @WithDefault("2")
  int videoThreads();

  /** Folder with Tesseract's language data; found by itself when absent. */
  Optional<Path> tessdata();

  /** Endoscopy processor by center key; centers not named here use {@code default-processor}. */
  Map<String, String> processors();

  /** Processor profile of centers without their own setting. */
  @WithDefault("olympus_cv_1500")
  String defaultProcessor();
}
