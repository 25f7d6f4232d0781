package org.endoreg.platform.audit;

import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.platform.keys.Keyring;

/**
 * Signs checkpoints with an Ed25519 key that lies outside the database, so that whoever owns the
 * database alone cannot write the chain anew.
 */
@ApplicationScoped
class CheckpointSeal {
  private final String store;
  private final PublicKeySign signer;
  private final PublicKeyVerify verifier;

  CheckpointSeal(Keyring keyring, @ConfigProperty(name = "quarkus.application.name") String store) {
    this.store = store;
    Keyring.Signatures signatures = keyring.signatures("audit");
    this.signer = signatures.signer();
    this.verifier = signatures.verifier();
  }

  String sign(Checkpoint checkpoint) {
    try {
      return Base64.getEncoder().encodeToString(signer.sign(text(checkpoint)));
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("the audit key cannot sign", unusable);
    }
  }

  boolean holds(Checkpoint checkpoint, String signature) {
    try {
      verifier.verify(Base64.getDecoder().decode(signature), text(checkpoint));
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException forged) {
      return false;
    }
  }

  private byte[] text(Checkpoint checkpoint) {
    String text = "endoreg-audit-v1|" + store + "|" + checkpoint.seq() + "|" + checkpoint.hash();
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
