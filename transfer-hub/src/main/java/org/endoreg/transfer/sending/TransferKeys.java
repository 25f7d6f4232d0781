package org.endoreg.transfer.sending;

import org.endoreg.contracts.events.AnonymizationCompleted;

/**
 * Names transfers: the same artifact has the same key for ever, a corrected one has another, so a
 * hub can tell a repetition from a correction.
 */
final class TransferKeys {
  private static final int DIGITS_OF_ARTIFACT = 16;

  private TransferKeys() {}

  static String of(String node, AnonymizationCompleted completed) {
    return "%s__%s__%s__processed_v1__p_%s"
        .formatted(
            node,
            completed.kind().wireName(),
            completed.sourceSha256().value(),
            completed.artifactSha256().value().substring(0, DIGITS_OF_ARTIFACT));
  }
}
