package org.endoreg.media.reports;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.media.catalogue.Medium;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The anonymized text of a report, read from its encrypted blob. */
@ApplicationScoped
public class AnonymizedText {
  private static final int LARGEST = 4 * 1024 * 1024;

  private final BlobVault vault;

  AnonymizedText(BlobVault vault) {
    this.vault = vault;
  }

  /** At most the first 4 MiB of the text; null for a medium without one. */
  public @Nullable String of(Medium medium) {
    @Nullable BlobKey key = medium.textBlobKey();
    if (key == null) {
      return null;
    }
    try (InputStream bytes = vault.stream(key)) {
      return new String(bytes.readNBytes(LARGEST), StandardCharsets.UTF_8);
    } catch (IOException damaged) {
      throw new ProblemException(ProblemCode.INTERNAL_ERROR);
    }
  }
}
