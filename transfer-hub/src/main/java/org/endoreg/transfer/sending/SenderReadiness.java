package org.endoreg.transfer.sending;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.startup.StartupRefused;

/**
 * What a site must have before it takes up anything to send. Better not started than found out with
 * the first artifact.
 */
@ApplicationScoped
class SenderReadiness {
  private static final String SENDER = "endoreg.transfer.sender";

  private final SenderSettings settings;
  private final HubLinks links;
  private final SealedArtifacts artifacts;
  private final List<String> centers;

  SenderReadiness(
      SenderSettings settings, HubLinks links, SealedArtifacts artifacts, HubSettings hub) {
    this.settings = settings;
    this.links = links;
    this.artifacts = artifacts;
    this.centers = hub.centers();
  }

  /**
   * @throws StartupRefused naming the setting that is missing or does not fit
   */
  void require() {
    requirePapers();
    requireOrderedTimeouts();
    requireOneCenter();
  }

  private void requirePapers() {
    try {
      links.open();
      artifacts.requireKeys();
    } catch (TransferFailed incomplete) {
      throw new StartupRefused(SENDER, incomplete.code());
    }
  }

  /** An outer limit that ends first would cut off what the inner one still allows. */
  private void requireOrderedTimeouts() {
    boolean pauses = settings.poll().compareTo(Duration.ZERO) > 0;
    if (!pauses || settings.answerTimeout().compareTo(settings.poll()) <= 0) {
      throw new StartupRefused(SENDER + ".answer-timeout", "must be longer than a positive poll");
    }
    if (settings.uploadTimeout().compareTo(settings.answerTimeout()) <= 0) {
      throw new StartupRefused(SENDER + ".upload-timeout", "must be longer than answer-timeout");
    }
  }

  /** The hub takes from a node what belongs to the center that owns it, and nothing else. */
  private void requireOneCenter() {
    boolean owned = settings.center().map(centers::contains).orElse(centers.size() == 1);
    if (!owned) {
      throw new StartupRefused(SENDER + ".center", "must be one of endoreg.centers");
    }
  }
}
