package org.endoreg.transfer.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.transfer.envelope.TextDigest;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contradicting registrations on a real database: one case each, for people of the center. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class ConflictsTest {
  private static final CenterScope NORTH = CenterScope.of(new CenterKey("north"));

  private final Registrations registrations;
  private final Conflicts conflicts;
  private final ConflictSides sides;
  private final TransferJobs jobs;
  private final TransferRows rows;
  private final Jdbi jdbi;

  ConflictsTest(
      Registrations registrations,
      Conflicts conflicts,
      ConflictSides sides,
      TransferJobs jobs,
      TransferRows rows,
      Jdbi jdbi) {
    this.registrations = registrations;
    this.conflicts = conflicts;
    this.sides = sides;
    this.jobs = jobs;
    this.rows = rows;
    this.jdbi = jdbi;
  }

  @BeforeEach
  void nodesAreKnown() {
    rows.node("north-1", "north");
    rows.node("north-2", "north");
  }

  @Test
  void theSameKeyWithOtherContentIsOneCaseHoweverOftenItComes() throws IOException {
    ObjectNode first = report("north-1", UUID.randomUUID());
    register("north-1", first);
    ObjectNode other = first.deepCopy().put("cleanup_policy", "delete_central_raw_after_apply");
    for (int i = 0; i < 3; i++) {
      assertRefused("north-1", other);
    }
    Conflict conflict = of(first);
    assertThat(conflict.kind()).isEqualTo(ConflictKind.REPLAY_MISMATCH);
    assertThat(conflict.times()).isEqualTo(3);
    assertThat(conflict.differingFields()).containsExactly("cleanup_policy");
    assertThat(conflict.allowed()).containsExactly(ConflictDecision.KEEP_EXISTING);
    assertThat(conflicts.page(CenterScope.of(new CenterKey("south")), true, 0, 200))
        .noneMatch(row -> row.transferKey().equals(conflict.transferKey()));
  }

  @Test
  void whatWasDecidedIsNotAskedAgainAndSomethingElseIs() throws IOException {
    ObjectNode first = report("north-1", UUID.randomUUID());
    register("north-1", first);
    ObjectNode other = first.deepCopy().put("cleanup_policy", "delete_central_raw_after_apply");
    assertRefused("north-1", other);
    long id = of(first).id();
    jdbi.useTransaction(
        transaction ->
            conflicts.decide(
                transaction, id, ConflictDecision.KEEP_EXISTING, "looked at", "somebody"));
    assertRefused("north-1", other);
    assertThat(open(first)).isEmpty();
    assertThat(conflicts.page(NORTH, false, 0, 200))
        .filteredOn(row -> row.id() == id)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.times()).isEqualTo(2);
              assertThat(row.allowed()).isEmpty();
            });
    assertRefused(
        "north-1", first.deepCopy().put("processing_intent", "sender_requests_archive_only"));
    assertThat(of(first).differingFields()).containsExactly("processing_intent");
  }

  @Test
  void aKeyOfAnotherNodeTellsNothingOfIt() throws IOException {
    ObjectNode first = report("north-1", UUID.randomUUID());
    register("north-1", first);
    ObjectNode taken = first.deepCopy().put("source_node_key", "north-2");
    assertRefused("north-2", taken);
    Conflict conflict =
        conflicts.page(NORTH, true, 0, 200).stream()
            .filter(row -> row.transferKey().equals(key(first)))
            .findFirst()
            .orElseThrow();
    assertThat(conflict.sourceNodeKey()).isEqualTo("north-2");
    assertThat(conflict.transferId()).isNull();
    assertThat(conflict.differingFields()).isEmpty();
  }

  @Test
  void aSecondNodeOfACenterTakesOverWhenSomebodySaysSo() throws IOException {
    UUID resource = UUID.randomUUID();
    ObjectNode first = report("north-1", resource);
    register("north-1", first);
    ObjectNode second = report("north-2", resource);
    assertThat(register("north-2", second).status()).isEqualTo(TransferStatus.INCONSISTENT);
    Conflict conflict = of(second);
    assertThat(conflict.kind()).isEqualTo(ConflictKind.OWNERSHIP);
    assertThat(conflict.allowed()).contains(ConflictDecision.SUPERSEDE);
    UUID transfer = java.util.Objects.requireNonNull(conflict.transferId());
    supersede(conflict);
    assertThat(jobs.byId(transfer).state())
        .isEqualTo(new TransferState(TransferStatus.AWAITING_MEDIA, MediaStatus.NONE));
    assertThat(isSuperseding(jobs.byId(transfer))).isTrue();
    assertThat(register("north-2", second).status()).isEqualTo(TransferStatus.AWAITING_MEDIA);
  }

  @Test
  void whoTookOverCorrectsWithoutBeingAskedAndTheFormerOwnerIsAsked() throws IOException {
    UUID resource = UUID.randomUUID();
    register("north-1", report("north-1", resource));
    ObjectNode second = report("north-2", resource);
    TransferJob takeover = register("north-2", second);
    supersede(of(second));
    assertThat(isSuperseding(takeover)).isTrue();

    TransferJob corrected = register("north-2", correction("north-2", resource));
    assertThat(corrected.status()).isEqualTo(TransferStatus.AWAITING_MEDIA);
    assertThat(isSuperseding(corrected)).as("it may come before what it corrects").isTrue();

    ObjectNode back = correction("north-1", resource);
    assertThat(register("north-1", back).status()).isEqualTo(TransferStatus.INCONSISTENT);
    supersede(of(back));
    assertThat(List.of(isSuperseding(takeover), isSuperseding(corrected)))
        .as("bytes that come now come too late")
        .containsOnly(false);
    assertThat(register("north-1", againCorrected("north-1", resource)).status())
        .isEqualTo(TransferStatus.AWAITING_MEDIA);
    TransferJob late = register("north-2", againCorrected("north-2", resource));
    assertThat(late.status()).isEqualTo(TransferStatus.INCONSISTENT);
    assertThat(isSuperseding(late)).isFalse();
  }

  private void supersede(Conflict conflict) {
    boolean moved =
        jdbi.inTransaction(
            transaction -> {
              conflicts.decide(
                  transaction, conflict.id(), ConflictDecision.SUPERSEDE, "moved", "somebody");
              return jobs.superseded(transaction, jobs.byId(idOf(conflict)));
            });
    assertThat(moved).isTrue();
  }

  private boolean isSuperseding(TransferJob job) {
    return jdbi.withHandle(handle -> conflicts.isSuperseding(handle, job));
  }

  private static ObjectNode againCorrected(String node, UUID resource) {
    ObjectNode report = withArtifact(report(node, resource), "d".repeat(64));
    return report.put("transfer_key", key(report) + "__p_d");
  }

  @Test
  void bothSidesOfAContradictionAreShownAndOnlyNamesOfWhatDiffers() throws IOException {
    ObjectNode first = report("north-1", UUID.randomUUID());
    register("north-1", first);
    ObjectNode other = withArtifact(first.deepCopy(), "b".repeat(64));
    assertRefused("north-1", other);
    Conflict replay = of(first);
    assertThat(replay.differingFields())
        .containsExactly("resource_rows.raw_pdf_state.processed_file_sha256");
    ConflictSides.Both both = sides(replay);
    assertThat(both.existing())
        .satisfies(
            side -> {
              assertThat(side.nodeKey()).isEqualTo("north-1");
              assertThat(side.state())
                  .isEqualTo(new TransferState(TransferStatus.AWAITING_MEDIA, MediaStatus.NONE));
              assertThat(side.artifact()).isEqualTo(artifactOf(first));
            });
    assertThat(both.other())
        .satisfies(
            side -> {
              assertThat(side.state()).as("not kept").isNull();
              assertThat(side.artifact()).isEqualTo(artifactOf(other));
            });
  }

  @Test
  void ofASecondNodeTheOwnerIsShownBesideIt() throws IOException {
    UUID resource = UUID.randomUUID();
    ObjectNode first = report("north-1", resource);
    register("north-1", first);
    ObjectNode second = withArtifact(report("north-2", resource), "b".repeat(64));
    register("north-2", second);
    Conflict conflict = of(second);
    assertThat(conflict.differingFields())
        .contains("source_node_key", "resource_rows.raw_pdf_state.processed_file_sha256")
        .doesNotContain("resource_hash");
    ConflictSides.Both both = sides(conflict);
    assertThat(both.existing()).extracting(ConflictSide::nodeKey).isEqualTo("north-1");
    assertThat(both.other())
        .satisfies(
            side -> {
              assertThat(side.nodeKey()).isEqualTo("north-2");
              assertThat(side.transferKey()).isEqualTo(key(second));
              assertThat(side.state())
                  .isEqualTo(new TransferState(TransferStatus.INCONSISTENT, MediaStatus.NONE));
            });
  }

  @Test
  void aSecondNodeThatWasAcceptedAsSeparateContradictsNobodyAnyMoreAndAThirdDoes()
      throws IOException {
    rows.node("north-3", "north");
    UUID resource = UUID.randomUUID();
    register("north-1", report("north-1", resource));
    ObjectNode second = report("north-2", resource);
    register("north-2", second);
    Conflict conflict = of(second);
    boolean moved =
        jdbi.inTransaction(
            transaction -> {
              conflicts.decide(
                  transaction,
                  conflict.id(),
                  ConflictDecision.ACCEPT_AS_SEPARATE,
                  "both examined it",
                  "somebody");
              return jobs.separated(transaction, jobs.byId(idOf(conflict)));
            });
    assertThat(moved).isTrue();
    TransferJob separate = jobs.byId(idOf(conflict));
    assertThat(separate.state())
        .isEqualTo(new TransferState(TransferStatus.AWAITING_MEDIA, MediaStatus.NONE));
    assertThat(isSeparate(separate)).isTrue();
    assertThat(register("north-1", correction("north-1", resource)).status())
        .isEqualTo(TransferStatus.AWAITING_MEDIA);
    TransferJob corrected = register("north-2", correction("north-2", resource));
    assertThat(corrected.status()).isEqualTo(TransferStatus.AWAITING_MEDIA);
    assertThat(isSeparate(corrected)).as("a correction stays apart").isTrue();
    TransferJob third = register("north-3", report("north-3", resource));
    assertThat(third.status()).isEqualTo(TransferStatus.INCONSISTENT);
    assertThat(isSeparate(third)).isFalse();
  }

  private boolean isSeparate(TransferJob job) {
    return jdbi.withHandle(handle -> conflicts.isSeparate(handle, job));
  }

  private static UUID idOf(Conflict conflict) {
    return java.util.Objects.requireNonNull(conflict.transferId());
  }

  /** The same resource under another key, with another artifact. */
  private static ObjectNode correction(String node, UUID resource) {
    ObjectNode report = withArtifact(report(node, resource), "c".repeat(64));
    return report.put("transfer_key", key(report) + "__p_c");
  }

  private ConflictSides.Both sides(Conflict conflict) {
    return java.util.Objects.requireNonNull(sides.of(NORTH, List.of(conflict)).get(conflict.id()));
  }

  private static ObjectNode withArtifact(ObjectNode report, String digest) {
    ((ObjectNode) report.at("/resource_rows/raw_pdf_state")).put("processed_file_sha256", digest);
    return report;
  }

  private static Sha256 artifactOf(ObjectNode report) {
    return new Sha256(report.at("/resource_rows/raw_pdf_state/processed_file_sha256").asText());
  }

  @Test
  void aNodePagesThroughItsOwnTransfersInTheOrderOfBytes() throws IOException {
    for (int i = 0; i < 5; i++) {
      register("north-1", report("north-1", UUID.randomUUID()));
    }
    register("north-2", report("north-2", UUID.randomUUID()));
    List<String> all =
        jobs.pageOfNode(NORTH, "north-1", "", 500).stream().map(TransferJob::transferKey).toList();
    assertThat(all)
        .hasSizeGreaterThanOrEqualTo(5)
        .isSorted()
        .allMatch(key -> key.contains("north-1"));
    List<String> paged = new java.util.ArrayList<>();
    String after = "";
    for (var page = jobs.pageOfNode(NORTH, "north-1", after, 2);
        !page.isEmpty();
        page = jobs.pageOfNode(NORTH, "north-1", after, 2)) {
      page.forEach(job -> paged.add(job.transferKey()));
      after = paged.get(paged.size() - 1);
    }
    assertThat(paged).isEqualTo(all);
    assertThat(jobs.pageOfNode(CenterScope.of(new CenterKey("south")), "north-1", "", 500))
        .isEmpty();
  }

  private Conflict of(ObjectNode registration) {
    assertThat(open(registration)).hasSize(1);
    return open(registration).get(0);
  }

  private List<Conflict> open(ObjectNode registration) {
    return conflicts.page(NORTH, true, 0, 200).stream()
        .filter(row -> row.transferKey().equals(key(registration)))
        .toList();
  }

  private static String key(ObjectNode registration) {
    return registration.path("transfer_key").asText();
  }

  private TransferJob register(String node, ObjectNode registration) throws IOException {
    return registrations
        .register(
            new Caller(
                Caller.Kind.NODE, node, "Node", Set.of(), EnumSet.noneOf(Capability.class), NORTH),
            new ByteArrayInputStream(registration.toString().getBytes(StandardCharsets.UTF_8)))
        .job();
  }

  private void assertRefused(String node, ObjectNode registration) {
    assertThatThrownBy(() -> register(node, registration))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.code()).isEqualTo(ProblemCode.TRANSFER_REPLAY_MISMATCH));
  }

  private static ObjectNode report(String node, UUID resource) {
    String hash = TextDigest.of(resource.toString()).value();
    ObjectNode report = org.endoreg.transfer.contract.Registrations.report();
    report
        .put("transfer_key", node + "__report__" + hash)
        .put("source_node_key", node)
        .put("resource_hash", hash);
    ((ObjectNode) report.at("/resource_rows/raw_pdf_file")).put("pdf_hash", hash);
    ((ObjectNode) report.at("/resource_rows/processing_history")).put("file_hash", hash);
    return report;
  }
}
