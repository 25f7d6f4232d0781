package org.endoreg.transfer.receiving;

import org.endoreg.contracts.transfer.ProcessingPolicy;
import org.endoreg.contracts.transfer.TransferMode;
import org.endoreg.contracts.transfer.TransferRegistration;

/**
 * What a new registration becomes: status and decision by the facts, the first row that fits wins.
 *
 * <table>
 *   <caption>The rows in their order</caption>
 *   <tr><th>fact</th><th>status</th><th>decision</th></tr>
 *   <tr><td>another node of the center owns the resource</td>
 *       <td>inconsistent</td><td>mark_inconsistent</td></tr>
 *   <tr><td>the very artifact was applied before</td>
 *       <td>applied</td><td>skip_processing_existing_success</td></tr>
 *   <tr><td>rows alone, state to be preserved, no artifact</td>
 *       <td>inconsistent</td><td>mark_inconsistent</td></tr>
 *   <tr><td>anything else</td><td>awaiting_media</td><td>wait_for_missing_media</td></tr>
 * </table>
 */
record RegistrationDecision(TransferStatus status, ProcessingDecision decision) {

  /** What is known of the resource before. */
  record Facts(boolean ownedByAnotherNode, boolean artifactApplied) {}

  static RegistrationDecision of(TransferRegistration<?> registration, Facts facts) {
    if (facts.ownedByAnotherNode()) {
      return inconsistent();
    }
    if (facts.artifactApplied()) {
      return new RegistrationDecision(
          TransferStatus.APPLIED, ProcessingDecision.SKIP_PROCESSING_EXISTING_SUCCESS);
    }
    boolean rowsAlone = registration.transferMode() == TransferMode.METADATA_ONLY;
    if (rowsAlone
        && registration.processingPolicy() == ProcessingPolicy.PRESERVE_PROCESSING_STATE) {
      return inconsistent();
    }
    return new RegistrationDecision(
        TransferStatus.AWAITING_MEDIA, ProcessingDecision.WAIT_FOR_MISSING_MEDIA);
  }

  private static RegistrationDecision inconsistent() {
    return new RegistrationDecision(
        TransferStatus.INCONSISTENT, ProcessingDecision.MARK_INCONSISTENT);
  }
}
