package org.endoreg.transfer.envelope;

import com.google.crypto.tink.subtle.X25519;
import java.security.InvalidKeyException;
import org.endoreg.contracts.Sha256;

/** An X25519 public key of a hub. Its id is the SHA-256 of its 32 bytes. */
public record RecipientKey(Base64Text publicKey) {
  private static final int BYTES = 32;

  /**
   * @throws IllegalArgumentException when the text is not 32 bytes of canonical base64url
   */
  public static RecipientKey of(String text) {
    return new RecipientKey(Base64Text.of(text, BYTES));
  }

  /** The public half of a private key of 32 bytes. */
  public static RecipientKey ofPrivate(byte[] privateKey) {
    try {
      return new RecipientKey(Base64Text.of(X25519.publicFromPrivate(privateKey)));
    } catch (InvalidKeyException wrongLength) {
      throw new IllegalArgumentException("not an X25519 private key", wrongLength);
    }
  }

  /** What envelopes name this key by. */
  public String id() {
    return Digests.sha256(publicKey.bytes()).value();
  }

  /** The id as a digest. */
  public Sha256 fingerprint() {
    return Digests.sha256(publicKey.bytes());
  }
}
