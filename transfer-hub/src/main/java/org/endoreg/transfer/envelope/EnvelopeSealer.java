package org.endoreg.transfer.envelope;

import com.google.crypto.tink.subtle.X25519;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import org.endoreg.contracts.Sha256;

/** Seals a processed artifact for one hub, reading it once and holding a few pages of it. */
public final class EnvelopeSealer {
  private static final byte[] NOT_YET_WRAPPED = new byte[48];
  private static final byte[] NO_TAG_YET = new byte[16];

  /** An envelope and what its ciphertext has to be; the size is in bytes. */
  public record Sealed(MediaEnvelope envelope, Sha256 ciphertextSha256, long ciphertextSize) {}

  /** What is sealed, for whom; the size is in bytes. */
  public record Order(
      Profile profile, TransferIdentity transfer, long plaintextSize, RecipientKey recipient) {}

  /**
   * Writes the ciphertext.
   *
   * @throws EnvelopeRefused when the plaintext is not the one the transfer announces; what was
   *     written has to be thrown away
   */
  public Sealed seal(Order order, InputStream plaintext, OutputStream ciphertext)
      throws IOException, EnvelopeRefused {
    MeteredInput input = new MeteredInput(plaintext);
    MeteredOutput output = MeteredOutput.digesting(ciphertext);
    MediaEnvelope envelope;
    try {
      envelope =
          order.profile() == Profile.ONE_MESSAGE
              ? sealOneMessage(order, input, output)
              : sealSegments(order, input, output);
    } catch (GeneralSecurityException unusableKey) {
      throw new EnvelopeRefused(EnvelopeRefused.Reason.UNKNOWN_KEY, unusableKey);
    }
    boolean announced =
        input.sha256().equals(order.transfer().processedMediaHash())
            && input.bytes() == order.plaintextSize();
    if (!announced) {
      throw new EnvelopeRefused(EnvelopeRefused.Reason.OTHER_CONTENT);
    }
    return new Sealed(envelope, output.sha256(), output.bytes());
  }

  private static MediaEnvelope sealOneMessage(
      Order order, InputStream plaintext, OutputStream ciphertext)
      throws GeneralSecurityException, IOException {
    byte[] dataKey = WrappedKeys.random(WrappedKeys.KEY_BYTES);
    byte[] ephemeral = X25519.generatePrivateKey();
    byte[] nonce = WrappedKeys.random(WrappedKeys.NONCE_BYTES);
    MediaEnvelope.WrappedKey unfinished =
        new MediaEnvelope.WrappedKey(
            RecipientKey.ofPrivate(ephemeral).publicKey(),
            Base64Text.of(WrappedKeys.random(WrappedKeys.SALT_BYTES)),
            Base64Text.of(WrappedKeys.random(WrappedKeys.NONCE_BYTES)),
            Base64Text.of(NOT_YET_WRAPPED),
            Base64Text.of(nonce),
            Base64Text.of(NO_TAG_YET));
    MediaEnvelope bound = envelope(order, unfinished);
    byte[] wrapped = WrappedKeys.wrap(dataKey, ephemeral, order.recipient(), bound);
    byte[] tag = OneMessage.seal(dataKey, nonce, bound.authenticatedData(), plaintext, ciphertext);
    return envelope(
        order,
        new MediaEnvelope.WrappedKey(
            unfinished.ephemeralPublicKey(),
            unfinished.wrapSalt(),
            unfinished.wrapNonce(),
            Base64Text.of(wrapped),
            unfinished.payloadNonce(),
            Base64Text.of(tag)));
  }

  private static MediaEnvelope sealSegments(
      Order order, InputStream plaintext, MeteredOutput ciphertext)
      throws GeneralSecurityException, IOException {
    byte[] dataKey = WrappedKeys.random(WrappedKeys.KEY_BYTES);
    byte[] bound =
        envelope(
                order,
                new MediaEnvelope.EncapsulatedKey(
                    Base64Text.of(new byte[Encapsulation.SEALED_BYTES]), Segmented.SEGMENT_BYTES))
            .authenticatedData();
    byte[] sealed = Encapsulation.seal(dataKey, order.recipient(), bound);
    Segmented.seal(dataKey, bound, plaintext, ciphertext);
    return envelope(
        order, new MediaEnvelope.EncapsulatedKey(Base64Text.of(sealed), Segmented.SEGMENT_BYTES));
  }

  private static MediaEnvelope envelope(Order order, MediaEnvelope.Key key) {
    return new MediaEnvelope(
        order.profile(), order.transfer(), order.plaintextSize(), order.recipient().id(), key);
  }
}
