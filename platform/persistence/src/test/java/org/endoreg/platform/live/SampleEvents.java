package org.endoreg.platform.live;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.AnonymizationStarted;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.events.Pseudonym;

/** Small events. */
public final class SampleEvents {
  /** The center of all samples. */
  public static final CenterKey CENTER = new CenterKey("local");

  private SampleEvents() {}

  /** An event of {@code job} on the anonymization topic. */
  public static HubEvent started(UUID job) {
    return new AnonymizationStarted(job, CENTER, null);
  }

  /** An event of {@code job} on the media topic that carries a number. */
  public static HubEvent registered(UUID job, long number) {
    return new MediumRegistered(
        job,
        CENTER,
        MediaKind.REPORT,
        number,
        new Sha256("0".repeat(64)),
        new Pseudonym(null, null, null, null, null, null));
  }
}
