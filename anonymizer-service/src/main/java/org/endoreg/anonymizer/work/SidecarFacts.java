package org.endoreg.anonymizer.work;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.sidecar.Sidecar;
import org.endoreg.platform.sidecar.SidecarFormat;
import org.endoreg.platform.sidecar.SidecarReader;
import org.endoreg.platform.sidecar.SidecarRefused;
import org.endoreg.platform.work.WorkFailed;
import org.jspecify.annotations.Nullable;

/**
 * What of a sidecar this service needs. The watcher has checked the whole of it; it is checked once
 * more here, because the file may have come another way.
 */
record SidecarFacts(
    Optional<Sha256> patientHash,
    Optional<Sha256> examinationHash,
    Optional<LocalDate> examinationDate) {
  private static final Pattern HASH = Pattern.compile(Sha256.PATTERN);

  static SidecarFacts read(InputStream bytes, UploadJobAccepted job)
      throws IOException, WorkFailed {
    byte[] content = bytes.readNBytes(Sidecar.MAX_BYTES + 1);
    try {
      Sidecar sidecar = SidecarReader.read(content, formatOf(content));
      sidecar.requireDigest(job.sha256());
      sidecar.requireCenter(job.centerKey());
      return new SidecarFacts(
          hash(sidecar.patientHash()),
          hash(sidecar.examinationHash()).or(() -> sidecar.externalCase(job.jobId().toString())),
          Optional.ofNullable(sidecar.examinationDate()));
    } catch (SidecarRefused refused) {
      throw WorkFailed.terminal(refused.code());
    }
  }

  /** The blob has no name any more; an object of JSON begins with a brace, YAML with a word. */
  private static SidecarFormat formatOf(byte[] content) {
    for (byte next : content) {
      if (!Character.isWhitespace(next)) {
        return next == '{' ? SidecarFormat.JSON : SidecarFormat.YAML;
      }
    }
    return SidecarFormat.JSON;
  }

  /** A hash of another shape is somebody's own and names nobody here. */
  private static Optional<Sha256> hash(@Nullable String text) {
    return Optional.ofNullable(text)
        .filter(value -> HASH.matcher(value).matches())
        .map(Sha256::new);
  }
}
