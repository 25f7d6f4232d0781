package org.endoreg.transfer.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import org.endoreg.contracts.Sha256;

/**
 * Opens what a site sealed and verifies all of it: key, members, every byte, digest and size. The
 * plaintext goes to a place no reader sees until this returns.
 */
public final class EnvelopeOpener {
  private final HubKeys keys;

  /** An opener with the keys of this hub. */
  public EnvelopeOpener(HubKeys keys) {
    this.keys = keys;
  }

  /** What arrived and was verified; sizes in bytes. */
  public record Opened(Sha256 ciphertextSha256, long ciphertextSize, long plaintextSize) {}

  /**
   * Writes the plaintext.
   *
   * @param digest tells the digest of all bytes written to {@code plaintext}; asked once, at the
   *     end, so that a place that digests what it gets is not digested a second time
   * @throws EnvelopeRefused when anything differs; what was written has to be thrown away
   */
  public Opened open(
      MediaEnvelope envelope,
      InputStream ciphertext,
      OutputStream plaintext,
      Supplier<Sha256> digest)
      throws IOException, EnvelopeRefused {
    MeteredInput arrived = new MeteredInput(ciphertext);
    MeteredOutput opened = new MeteredOutput(plaintext, digest);
    openVerified(envelope, arrived, opened);
    boolean announced =
        opened.sha256().equals(envelope.transfer().processedMediaHash())
            && opened.bytes() == envelope.plaintextSize();
    if (!announced) {
      throw new EnvelopeRefused(EnvelopeRefused.Reason.OTHER_CONTENT);
    }
    return new Opened(arrived.sha256(), arrived.bytes(), opened.bytes());
  }

  private void openVerified(
      MediaEnvelope envelope, MeteredInput ciphertext, MeteredOutput plaintext)
      throws IOException, EnvelopeRefused {
    OpeningKey opening =
        keys.opening(envelope.recipientKeyId())
            .orElseThrow(() -> new EnvelopeRefused(EnvelopeRefused.Reason.UNKNOWN_KEY));
    byte[] bound = envelope.authenticatedData();
    byte[] dataKey = dataKey(envelope, opening, bound);
    try {
      if (envelope.key() instanceof MediaEnvelope.WrappedKey wrapped) {
        openOneMessage(wrapped, dataKey, bound, ciphertext, plaintext);
      } else if (envelope.key() instanceof MediaEnvelope.EncapsulatedKey sealed) {
        openSegments(sealed, dataKey, bound, ciphertext, plaintext);
      }
    } catch (GeneralSecurityException notAuthentic) {
      throw new EnvelopeRefused(EnvelopeRefused.Reason.NOT_AUTHENTIC, notAuthentic);
    }
  }

  private static byte[] dataKey(MediaEnvelope envelope, OpeningKey opening, byte[] bound)
      throws EnvelopeRefused {
    try {
      return opening.dataKey(envelope, bound);
    } catch (GeneralSecurityException changed) {
      throw new EnvelopeRefused(EnvelopeRefused.Reason.NOT_AUTHENTIC, changed);
    }
  }

  private static void openOneMessage(
      MediaEnvelope.WrappedKey key,
      byte[] dataKey,
      byte[] bound,
      InputStream ciphertext,
      OutputStream plaintext)
      throws GeneralSecurityException, IOException, EnvelopeRefused {
    boolean authentic =
        OneMessage.open(
            dataKey,
            key.payloadNonce().bytes(),
            bound,
            key.payloadTag().bytes(),
            ciphertext,
            plaintext);
    if (!authentic) {
      throw new EnvelopeRefused(EnvelopeRefused.Reason.NOT_AUTHENTIC);
    }
  }

  /** Tink tells a segment that is not authentic by an I/O failure, too. */
  private static void openSegments(
      MediaEnvelope.EncapsulatedKey key,
      byte[] dataKey,
      byte[] bound,
      MeteredInput ciphertext,
      MeteredOutput plaintext)
      throws GeneralSecurityException, IOException, EnvelopeRefused {
    try {
      Segmented.open(dataKey, key.segmentBytes(), bound, ciphertext, plaintext);
    } catch (IOException failure) {
      if (ciphertext.failed() || plaintext.failed()) {
        throw failure;
      }
      throw new EnvelopeRefused(EnvelopeRefused.Reason.NOT_AUTHENTIC, failure);
    }
  }
}
