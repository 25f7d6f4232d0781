package org.endoreg.transfer.nodes;

import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/** What a node is registered with; its key is made here. */
record NewNode(
    String displayName, NodeRole role, @Nullable String baseUrl, CenterKey owningCenterKey) {}
