package org.endoreg.ingest.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the integrity check tells single losses from a volume that is not there. */
@ConfigMapping(prefix = "endoreg.integrity")
public interface IntegritySettings {
  /** How often a batch is looked at; {@code off} never. */
  @WithDefault("60s")
  String every();

  /** Losses in one batch of 200 that are still believed. */
  @WithDefault("20")
  int mostAtOnce();

  /** Believes every loss, after a restore without media. */
  @WithDefault("false")
  boolean acceptMassLoss();
}
