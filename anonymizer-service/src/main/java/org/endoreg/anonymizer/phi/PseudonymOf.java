package org.endoreg.anonymizer.phi;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;
import org.endoreg.anonymizer.identity.PatientGender;
import org.endoreg.anonymizer.identity.Pseudonyms;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.identity.Surrogates;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.Pseudonym;
import org.jspecify.annotations.Nullable;

/** Derives from an identity what may be known outside this service. */
@ApplicationScoped
public class PseudonymOf {
  private final IdentityRoot root;

  PseudonymOf(IdentityRoot root) {
    this.root = root;
  }

  /** The pseudonym; hashes are null while the identity is incomplete, the date is shifted. */
  public Pseudonym of(
      SensitiveMeta meta, CenterKey center, Sha256 source, Optional<String> examinationName) {
    Pseudonyms pseudonyms = new Pseudonyms(root.key());
    @Nullable LocalDate born = meta.birthDate();
    @Nullable LocalDate examined = meta.examinationDate();
    Surrogates surrogates = Surrogates.of(root.key(), meta, center.value(), source.value());
    return new Pseudonym(
        pseudonyms.patient(meta, center.value()).map(Sha256::new).orElse(null),
        pseudonyms.examination(meta, center.value()).map(Sha256::new).orElse(null),
        born == null ? null : born.getYear(),
        meta.gender() == PatientGender.UNKNOWN ? null : meta.gender().wireValue(),
        examinationName.orElse(null),
        examined == null ? null : surrogates.shift(examined));
  }

  /**
   * The pseudonym somebody else gave. Whether its date was moved is not known, so it is moved here:
   * for all media of the patient by the same number of days, when the patient is named.
   */
  public Pseudonym givenElsewhere(
      Optional<Sha256> patient,
      Optional<Sha256> examination,
      Optional<LocalDate> examined,
      CenterKey center,
      Sha256 source) {
    String subject = patient.orElse(source).value();
    Surrogates surrogates =
        Surrogates.of(root.key(), SensitiveMeta.empty(), center.value(), subject);
    return new Pseudonym(
        patient.orElse(null),
        examination.orElse(null),
        null,
        null,
        null,
        examined.map(surrogates::shift).orElse(null));
  }
}
