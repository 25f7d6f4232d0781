package org.endoreg.transfer.envelope;

import java.util.Map;
import java.util.Optional;

/**
 * The private halves a hub opens with, by key id. A revoked key is not among them, so nothing
 * sealed for it opens any more.
 */
public interface HubKeys {
  /** What opens envelopes for the key of this id. */
  Optional<OpeningKey> opening(String keyId);

  /** Private keys of 32 bytes held in memory. */
  static HubKeys of(Map<String, byte[]> byId) {
    return keyId -> Optional.ofNullable(byId.get(keyId)).map(OpeningKey::of);
  }
}
