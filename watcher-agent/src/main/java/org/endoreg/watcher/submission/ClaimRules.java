package org.endoreg.watcher.submission;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.sidecar.Sidecar;
import org.endoreg.platform.sidecar.SidecarFormat;
import org.endoreg.platform.sidecar.SidecarReader;
import org.endoreg.platform.sidecar.SidecarRefused;
import org.endoreg.watcher.drop.Claim;
import org.jboss.logging.Logger;

/**
 * What a drop must hold to be submitted. The sidecar is read from the vault, so what was judged is
 * what is kept, whatever happens to the file.
 */
final class ClaimRules {
  private static final Logger LOG = Logger.getLogger(ClaimRules.class);

  private final DeploymentRole role;
  private final BlobVault vault;

  ClaimRules(DeploymentRole role, BlobVault vault) {
    this.role = role;
    this.vault = vault;
  }

  /** Why the claim must not become a job; empty when it may. */
  Optional<ProblemCode> fault(Claim claim, List<KeptFile> media, List<KeptFile> sidecars)
      throws IOException {
    if (claim.folder() != IngestFolder.PREANONYMIZED_IMPORT) {
      boolean refused = role == DeploymentRole.LOCAL_STUDY_SERVER;
      return refused ? Optional.of(ProblemCode.RAW_DROP_REFUSED) : Optional.empty();
    }
    if (media.isEmpty()) {
      return Optional.of(ProblemCode.INVALID_INPUT);
    }
    if (sidecars.isEmpty()) {
      return Optional.of(ProblemCode.SIDECAR_MISSING);
    }
    if (media.size() > 1 || sidecars.size() > 1) {
      return Optional.of(ProblemCode.SIDECAR_AMBIGUOUS);
    }
    return faultOfPair(claim, media.get(0), sidecars.get(0));
  }

  private Optional<ProblemCode> faultOfPair(Claim claim, KeptFile medium, KeptFile sidecar)
      throws IOException {
    try {
      Sidecar stated = SidecarReader.read(bytes(sidecar), format(sidecar));
      stated.requireCenter(claim.center());
      stated.requireDigest(medium.blob().sha256());
      return Optional.empty();
    } catch (SidecarRefused refused) {
      LOG.warnf("a sidecar was refused: %s %s", refused.code().wireName(), refused.fields());
      return Optional.of(refused.code());
    }
  }

  private byte[] bytes(KeptFile sidecar) throws IOException {
    try (InputStream bytes = vault.stream(sidecar.blob().key())) {
      return bytes.readNBytes(Sidecar.MAX_BYTES + 1);
    }
  }

  private static SidecarFormat format(KeptFile sidecar) {
    String name = sidecar.file().getFileName().toString();
    return SidecarFormat.ofEnding(name.substring(name.lastIndexOf('.') + 1)).orElseThrow();
  }
}
