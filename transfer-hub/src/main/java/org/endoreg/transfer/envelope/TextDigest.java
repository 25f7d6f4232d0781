package org.endoreg.transfer.envelope;

import java.nio.charset.StandardCharsets;
import org.endoreg.contracts.Sha256;

/** Names a text by its digest. */
public final class TextDigest {
  private TextDigest() {}

  /** SHA-256 of the text in UTF-8. */
  public static Sha256 of(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
