package org.endoreg.platform.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What a person stated about one anonymized file. Having one means its own rules held, including
 * that the sign-off was given; whether it speaks of the right center and the right bytes is asked
 * with {@link #requireCenter} and {@link #requireDigest}. Blank values are absent.
 */
public record Sidecar(
    CenterKey centerKey,
    @Nullable String centerName,
    String sourceSystem,
    Sha256 fileSha256,
    String validatedBy,
    OffsetDateTime validatedAt,
    @Nullable String externalId,
    @Nullable String externalIdOrigin,
    @Nullable String casenumber,
    @Nullable LocalDate examinationDate,
    @Nullable LocalTime examinationTime,
    @Nullable String anonymizedText,
    @Nullable String endoscopeType,
    @Nullable String endoscopeSn,
    @Nullable String patientHash,
    @Nullable String examinationHash,
    @Nullable String sourceDocumentType,
    @Nullable String originalDocumentId,
    @Nullable String originalDocumentVersion,
    @Nullable JsonNode rawColumns) {

  /** The largest sidecar that is read, in bytes. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final String CASE_SCHEME = "preanonymized_external_case_v1";

  /**
   * @throws SidecarRefused when the sidecar belongs to another center
   */
  public void requireCenter(CenterKey expected) throws SidecarRefused {
    if (!centerKey.equals(expected)) {
      throw refused(ProblemCode.SIDECAR_CENTER_MISMATCH, SidecarField.CENTER_KEY);
    }
  }

  /**
   * @throws SidecarRefused when the sidecar speaks of other bytes
   */
  public void requireDigest(Sha256 expected) throws SidecarRefused {
    if (!fileSha256.equals(expected)) {
      throw refused(ProblemCode.SIDECAR_DIGEST_MISMATCH, SidecarField.FILE_SHA256);
    }
  }

  /**
   * The identity of the case in the system it came from, the same at every node that sees it: the
   * case number tells cases of one external id apart, and without one the record does. Empty
   * without an external id and its origin.
   */
  public Optional<Sha256> externalCase(String recordId) {
    if (externalId == null || externalIdOrigin == null) {
      return Optional.empty();
    }
    String last = casenumber == null ? recordId : casenumber;
    String text = String.join("\0", CASE_SCHEME, externalIdOrigin, externalId, last);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Optional.of(Sha256.of(digest.digest(text.getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** Shows no field: a sidecar in a log line must not tell of its case. */
  @Override
  public String toString() {
    return "Sidecar";
  }

  private static SidecarRefused refused(ProblemCode code, SidecarField field) {
    return new SidecarRefused(code, List.of(field.wireName()));
  }
}
