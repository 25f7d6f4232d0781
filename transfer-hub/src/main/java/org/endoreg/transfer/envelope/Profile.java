package org.endoreg.transfer.envelope;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How an envelope is sealed. */
public enum Profile {
  /** The one of the reference system: one AES-256-GCM message under a wrapped key. */
  ONE_MESSAGE("x25519-hkdf-sha256-aes256gcm-v1", "hub_media_envelope_v1"),

  /** RFC 9180 for the key, AES-256-GCM in segments for the bytes: nothing is read unverified. */
  SEGMENTED("hpke-x25519-hkdf-sha256-aes256gcm-segments-v2", "hub_media_envelope_v2");

  private final String wireName;
  private final String contract;

  Profile(String wireName, String contract) {
    this.wireName = wireName;
    this.contract = contract;
  }

  /** The name in the envelope. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The version of the envelope's members. */
  public String contract() {
    return contract;
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  @JsonCreator
  public static Profile of(String wireName) {
    return Arrays.stream(values())
        .filter(profile -> profile.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown profile"));
  }
}
