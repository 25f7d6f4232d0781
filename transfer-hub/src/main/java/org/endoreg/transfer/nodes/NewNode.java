package org.endoreg.transfer.nodes;

import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/** What a node is registered with; its key is made here. */
record NewNode(
    String displayName, NodeRole role, @Nullable String baseUrl, CenterKey owningCenterKey) {

  /**
   * @throws IllegalArgumentException when a member is missing
   */
  NewNode {
    if (displayName == null || role == null || owningCenterKey == null) {
      throw new IllegalArgumentException("display_name, role and owning_center_key are needed");
    }
  }
}
