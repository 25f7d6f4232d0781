package org.endoreg.transfer.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;

/** Reads the envelope beside a ciphertext; every member has to be there and no other. */
public final class EnvelopeReader {
  private EnvelopeReader() {}

  /**
   * @throws EnvelopeRefused when a member is missing, unknown or misshapen
   */
  public static MediaEnvelope read(JsonNode json) throws EnvelopeRefused {
    try {
      MediaEnvelope envelope = envelope(json);
      if (!envelope.isSameAs(json)) {
        throw new EnvelopeRefused(EnvelopeRefused.Reason.MALFORMED);
      }
      return envelope;
    } catch (IllegalArgumentException misshapen) {
      throw new EnvelopeRefused(EnvelopeRefused.Reason.MALFORMED, misshapen);
    }
  }

  /** Writing what was read and comparing finds unknown members, other versions and odd numbers. */
  private static MediaEnvelope envelope(JsonNode json) {
    Profile profile = Profile.of(text(json, "profile"));
    Sha256 processed = new Sha256(text(json, "processed_media_hash"));
    TransferIdentity transfer =
        new TransferIdentity(
            text(json, "transfer_key"),
            text(json, "source_node_key"),
            new CenterKey(text(json, "source_center_key")),
            text(json, "target_node_key"),
            MediaKind.of(text(json, "resource_kind")),
            new Sha256(text(json, "resource_hash")),
            processed);
    JsonNode size = json.path("plaintext_size");
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() <= 0) {
      throw new IllegalArgumentException("plaintext_size is no size");
    }
    String keyId = new Sha256(text(json, "recipient_key_id")).value();
    return new MediaEnvelope(profile, transfer, size.longValue(), keyId, key(profile, json));
  }

  private static MediaEnvelope.Key key(Profile profile, JsonNode json) {
    return switch (profile) {
      case ONE_MESSAGE ->
          new MediaEnvelope.WrappedKey(
              bytes(json, "ephemeral_public_key", 32),
              bytes(json, "wrap_salt", WrappedKeys.SALT_BYTES),
              bytes(json, "wrap_nonce", WrappedKeys.NONCE_BYTES),
              bytes(json, "wrapped_data_encryption_key", 48),
              bytes(json, "payload_nonce", WrappedKeys.NONCE_BYTES),
              bytes(json, "payload_tag", WrappedKeys.TAG_BYTES));
      case SEGMENTED ->
          new MediaEnvelope.EncapsulatedKey(
              bytes(json, "sealed_data_encryption_key", Encapsulation.SEALED_BYTES),
              segmentBytes(json));
    };
  }

  private static int segmentBytes(JsonNode json) {
    JsonNode bytes = json.path("segment_bytes");
    if (!bytes.canConvertToInt() || !Segmented.isSegmentSize(bytes.intValue())) {
      throw new IllegalArgumentException("segment_bytes is out of range");
    }
    return bytes.intValue();
  }

  private static Base64Text bytes(JsonNode json, String member, int length) {
    return Base64Text.of(text(json, member), length);
  }

  private static String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(member + " is no text");
    }
    return value.textValue();
  }
}
