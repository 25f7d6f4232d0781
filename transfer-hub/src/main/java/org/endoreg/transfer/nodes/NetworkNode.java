package org.endoreg.transfer.nodes;

import java.util.Optional;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/** A machine that may take part in transfers, without what it proves itself with. */
public record NetworkNode(
    String nodeKey,
    String displayName,
    NodeRole role,
    @Nullable String baseUrl,
    boolean isActive,
    @Nullable CenterKey owningCenterKey) {

  /** The center whose rows the node may write; empty means it may write none. */
  public Optional<CenterKey> owner() {
    return Optional.ofNullable(owningCenterKey);
  }
}
