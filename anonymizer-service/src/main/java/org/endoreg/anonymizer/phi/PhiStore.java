package org.endoreg.anonymizer.phi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.Aead;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.endoreg.anonymizer.identity.Pseudonyms;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.platform.json.HubJson;
import org.endoreg.platform.keys.Keyring;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the identity of a job encrypted under its center's key; the job id is bound in, so rows
 * cannot be exchanged.
 */
@ApplicationScoped
public class PhiStore {
  private final Keyring keys;
  private final IdentityRoot identityRoot;
  private final ObjectMapper json = HubJson.forEvents();

  PhiStore(Keyring keys, IdentityRoot identityRoot) {
    this.keys = keys;
    this.identityRoot = identityRoot;
  }

  /** Stores or replaces the identity of the job. */
  public void keep(
      Handle transaction, UUID jobId, CenterKey center, SensitiveMeta meta, Pseudonym pseudonym) {
    transaction
        .createUpdate(
            """
            INSERT INTO sensitive_meta (job_id, center_key, identity, patient_hash,
                examination_hash, id_scheme, kid)
            VALUES (:job, :center, :identity, :patient, :examination, :scheme, :kid)
            ON CONFLICT (job_id) DO UPDATE SET identity = excluded.identity,
                patient_hash = excluded.patient_hash,
                examination_hash = excluded.examination_hash,
                id_scheme = excluded.id_scheme, kid = excluded.kid
            """)
        .bind("job", jobId)
        .bind("center", center.value())
        .bind("identity", encrypted(jobId, center, meta))
        .bind("patient", pseudonym.patientHash() == null ? null : pseudonym.patientHash().value())
        .bind(
            "examination",
            pseudonym.examinationHash() == null ? null : pseudonym.examinationHash().value())
        .bind("scheme", Pseudonyms.SCHEME)
        .bind("kid", identityRoot.key().kid())
        .execute();
  }

  private byte[] encrypted(UUID jobId, CenterKey center, SensitiveMeta meta) {
    Aead key = keys.values("phi-" + center.value());
    try {
      return key.encrypt(
          json.writeValueAsBytes(meta), jobId.toString().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | JsonProcessingException failed) {
      // The cause may quote the identity and stays here.
      throw new IllegalStateException("identity could not be encrypted");
    }
  }
}
