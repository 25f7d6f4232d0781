package org.endoreg.transfer.exploration;

import com.google.crypto.tink.subtle.X25519;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.transfer.envelope.EnvelopeRefused;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.endoreg.transfer.envelope.Profile;
import org.endoreg.transfer.envelope.RecipientKey;
import org.endoreg.transfer.envelope.TextDigest;
import org.endoreg.transfer.envelope.TransferIdentity;

/** One report, sealed under each of two transfer keys and twice each, as both sides know it. */
public final class SampleTransfer {
  public static final CenterKey CENTER = new CenterKey("north");
  public static final String NODE = "north-1";
  public static final String HUB = "hub";
  public static final Sha256 RESOURCE = new Sha256("c".repeat(64));
  public static final String TEXT = "anonymized";
  public static final Sha256 PROCESSED = TextDigest.of(TEXT);

  private final List<EnvelopeSealer.Sealed> sealed = new ArrayList<>();

  public SampleTransfer() {
    for (int key = 0; key < 2; key++) {
      sealed.add(seal(key));
      sealed.add(seal(key));
    }
  }

  /** The name of a transfer key; 1 is one that a forgetful sender would make up. */
  public static String key(int number) {
    return NODE + "__report__x__processed_v1__" + number;
  }

  /** What was sealed as this envelope, 1 or 2, under this key. */
  public EnvelopeSealer.Sealed sealed(int key, int envelope) {
    return sealed.get(2 * key + envelope - 1);
  }

  private static EnvelopeSealer.Sealed seal(int key) {
    TransferIdentity identity =
        new TransferIdentity(key(key), NODE, CENTER, HUB, MediaKind.REPORT, RESOURCE, PROCESSED);
    try {
      return new EnvelopeSealer()
          .seal(
              new EnvelopeSealer.Order(
                  Profile.ONE_MESSAGE,
                  identity,
                  TEXT.length(),
                  RecipientKey.ofPrivate(X25519.generatePrivateKey())),
              new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)),
              OutputStream.nullOutputStream());
    } catch (IOException | EnvelopeRefused impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
