package org.endoreg.transfer.receiving;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.transfer.CleanupPolicy;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.transfer.contract.RegistrationReader;
import org.endoreg.transfer.contract.RegistrationReader.Read;
import org.endoreg.transfer.contract.RegistrationReader.Reading;
import org.endoreg.transfer.contract.RegistrationReader.Refused;
import org.endoreg.transfer.envelope.TextDigest;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Registers what a node wants to send: contract first, then whose it is, then row, audit entry and
 * decision in one transaction. The same registration again finds the first one.
 */
@ApplicationScoped
class Registrations {
  private final RegistrationReader reader;
  private final TransferJobs jobs;
  private final Conflicts conflicts;
  private final AuditChain audit;
  private final Jdbi jdbi;
  private final String ownKey;

  Registrations(
      RegistrationReader reader,
      TransferJobs jobs,
      Conflicts conflicts,
      AuditChain audit,
      Jdbi jdbi,
      HubSettings settings) {
    this.reader = reader;
    this.jobs = jobs;
    this.conflicts = conflicts;
    this.audit = audit;
    this.jdbi = jdbi;
    this.ownKey = settings.transfer().nodeKey();
  }

  /** The transfer, and whether it is a new one. */
  record Registered(TransferJob job, boolean created) {}

  Registered register(Caller node, InputStream body) throws IOException {
    Reading reading = reader.read(body);
    if (reading instanceof Refused refused) {
      throw invalid(node, refused.faults());
    }
    Read read = (Read) reading;
    Map<String, List<String>> foreign = foreignTo(node, read.registration());
    if (!foreign.isEmpty()) {
      throw invalid(node, foreign);
    }
    Optional<Registered> registered =
        jdbi.inTransaction(transaction -> register(transaction, node, read));
    return registered.orElseThrow(() -> replayRejected(node, read));
  }

  /** Empty when the key belongs to something else. */
  private Optional<Registered> register(Handle transaction, Caller node, Read read) {
    TransferRegistration<?> said = read.registration();
    jobs.lockResource(transaction, said.sourceCenterKey(), said.resourceHash());
    RegistrationDecision.Facts facts = jobs.facts(transaction, node.scope(), said);
    TransferJob job = job(read, RegistrationDecision.of(said, facts));
    Sha256 digest = TextDigest.of(read.canonical());
    if (jobs.add(transaction, job, digest)) {
      tellCreated(transaction, job);
      if (facts.ownedByAnotherNode()) {
        recordOwnership(transaction, node, read, digest, job);
      }
      return known(transaction, node, said).map(added -> new Registered(added, true));
    }
    return known(transaction, node, said)
        .filter(known -> known.registration().equals(read.canonical()))
        .map(known -> new Registered(known, false));
  }

  private void recordOwnership(
      Handle transaction, Caller node, Read read, Sha256 digest, TransferJob job) {
    TransferRegistration<?> said = read.registration();
    List<String> differing =
        jobs.ofAnotherNode(transaction, node.scope(), said)
            .map(owned -> TransferIdentities.differing(owned.registration(), read.canonical()))
            .orElseGet(List::of);
    conflicts.record(transaction, ConflictKind.OWNERSHIP, said, digest, job.id(), differing);
  }

  private Optional<TransferJob> known(
      Handle transaction, Caller node, TransferRegistration<?> said) {
    return jobs.ofNode(transaction, node.scope(), node.subject(), said.transferKey());
  }

  private Map<String, List<String>> foreignTo(Caller node, TransferRegistration<?> said) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    require(faults, said.sourceNodeKey().equals(node.subject()), "source_node_key", "not_sender");
    require(faults, said.targetNodeKey().equals(ownKey), "target_node_key", "not_this_hub");
    require(faults, node.scope().covers(said.sourceCenterKey()), "source_center_key", "not_owner");
    return faults;
  }

  private static void require(
      Map<String, List<String>> faults, boolean holds, String field, String code) {
    if (!holds) {
      faults.computeIfAbsent(field, unused -> new ArrayList<>()).add(code);
    }
  }

  private static TransferJob job(Read read, RegistrationDecision decision) {
    TransferRegistration<?> said = read.registration();
    Instant now = Instant.now();
    return new TransferJob(
        UUID.randomUUID(),
        said.transferKey(),
        said.sourceNodeKey(),
        said.targetNodeKey(),
        said.sourceCenterKey(),
        said.resourceKind(),
        said.resourceHash(),
        said.resourceRows().processedHash(),
        read.canonical(),
        decision.status(),
        decision.decision(),
        said.cleanupPolicy() == CleanupPolicy.RETAIN_ALL ? "not_requested" : "deferred",
        MediaStatus.NONE,
        null,
        null,
        null,
        null,
        null,
        null,
        now,
        now);
  }

  private void tellCreated(Handle transaction, TransferJob job) {
    Map<String, Object> data =
        Map.of(
            "status", job.status().wireName(),
            "decision", job.decision().wireName(),
            "kind", job.kind().wireName());
    AuditAction action =
        job.status() == TransferStatus.INCONSISTENT
            ? AuditAction.TRANSFER_OWNERSHIP_CONFLICT
            : AuditAction.TRANSFER_JOB_CREATED;
    tell(
        transaction,
        action,
        job.center(),
        job.id().toString(),
        action == AuditAction.TRANSFER_JOB_CREATED ? data : Map.of());
  }

  private ProblemException invalid(Caller node, Map<String, List<String>> faults) {
    jdbi.useTransaction(
        transaction ->
            tell(
                transaction,
                AuditAction.TRANSFER_INVALID,
                null,
                node.subject(),
                Map.of("fields", faults.size())));
    return new ProblemException(ProblemCode.CONTRACT_VIOLATION, faults);
  }

  private ProblemException replayRejected(Caller node, Read read) {
    TransferRegistration<?> said = read.registration();
    jdbi.useTransaction(
        transaction -> {
          tell(
              transaction,
              AuditAction.TRANSFER_REPLAY_REJECTED,
              said.sourceCenterKey(),
              node.subject(),
              Map.of());
          recordReplay(transaction, node, read);
        });
    return new ProblemException(ProblemCode.TRANSFER_REPLAY_MISMATCH);
  }

  /** Of a key that belongs to another node no more is told than that it is taken. */
  private void recordReplay(Handle transaction, Caller node, Read read) {
    TransferRegistration<?> said = read.registration();
    Optional<TransferJob> known = known(transaction, node, said);
    List<String> differing =
        known
            .map(job -> TransferIdentities.differing(job.registration(), read.canonical()))
            .orElseGet(List::of);
    conflicts.record(
        transaction,
        ConflictKind.REPLAY_MISMATCH,
        said,
        TextDigest.of(read.canonical()),
        known.map(TransferJob::id).orElse(null),
        differing);
  }

  private void tell(
      Handle transaction,
      AuditAction action,
      @Nullable CenterKey center,
      String object,
      Map<String, Object> data) {
    audit.append(transaction, new AuditEvent(action, center, "transfer_job", object, data));
  }
}
