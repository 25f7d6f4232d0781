package org.endoreg.transfer.envelope;

import java.util.Map;
import java.util.Optional;

/**
 * The private halves a hub opens with, by key id. A revoked key is not among them, so nothing
 * sealed for it opens any more.
 */
public interface HubKeys {
  /** The private X25519 key of this id: 32 bytes. */
  Optional<byte[]> privateKey(String keyId);

  /** Keys held in memory. */
  static HubKeys of(Map<String, byte[]> byId) {
    return keyId -> Optional.ofNullable(byId.get(keyId));
  }
}
