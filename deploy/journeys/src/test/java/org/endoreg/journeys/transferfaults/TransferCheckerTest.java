package org.endoreg.journeys.transferfaults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.endoreg.journeys.transferfaults.TransferState.Incoming;
import org.endoreg.journeys.transferfaults.TransferState.Link;
import org.endoreg.journeys.transferfaults.TransferState.Medium;
import org.endoreg.journeys.transferfaults.TransferState.Outbound;
import org.endoreg.journeys.transferfaults.TransferViolation.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sound run passes; each planted bug is found under its name, and nothing else is. */
class TransferCheckerTest {

  @Test
  void aSoundRunHasNoViolation() {
    assertThat(new Run().check()).isEmpty();
  }

  @Test
  void aFailureThatIsExplainedMayBeSentAgain() {
    Run run = new Run();
    run.outbound.set(2, outbound("3", "failed", "transient_retry", false));
    run.forget("3");
    assertThat(run.check()).isEmpty();
  }

  @Test
  void everyNameIsPlanted() {
    assertThat(bugs().flatMap(bug -> bug.names().stream())).contains(Name.values());
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aPlantedBugIsFoundAndNothingElse(Bug bug) {
    Run run = new Run();
    bug.plant().accept(run);
    assertThat(run.check()).extracting(TransferViolation::name).hasSameElementsAs(bug.names());
  }

  static Stream<Bug> bugs() {
    return Stream.of(
        bug(
            "an event is lost before the site took it up",
            run -> run.signedOff.add(signOff("9")),
            Name.NEVER_TAKEN_UP),
        bug(
            "two rows send the same",
            run -> run.outbound.add(outbound("1", "completed", "-", true)),
            Name.TAKEN_UP_TWICE),
        bug(
            "something is sent that nobody signed off",
            run -> {
              run.outbound.add(outbound("9", "failed", "transient_retry", false));
            },
            Name.NOBODY_SIGNED_OFF),
        bug(
            "a transfer is stuck",
            run -> run.outbound.set(0, outbound("1", "uploading", "-", false)),
            Name.NOT_ENDED),
        bug(
            "a fault that passed ends a transfer",
            run -> run.outbound.set(0, outbound("1", "failed", "configuration_rejection", false)),
            Name.FAILURE_UNEXPLAINED),
        bug(
            "a site believes without a receipt",
            run -> run.outbound.set(0, outbound("1", "completed", "-", false)),
            Name.RECEIPT_MISSING),
        bug("a site believes what its hub did not do", run -> run.forget("2"), Name.NOT_APPLIED),
        bug(
            "a retry is applied as another transfer",
            run -> {
              run.apply("1", "again");
              run.media.remove(run.media.size() - 1);
            },
            Name.APPLIED_TWICE,
            Name.APPLIED_BUT_NOT_SENT),
        bug(
            "two files are mixed up",
            run -> run.incoming.set(0, new Incoming("t1", "k1", "r1", "a2", "applied")),
            Name.APPLIED_OTHER_BYTES,
            Name.MEDIUM_OF_OTHER_BYTES),
        bug("the registration is lost", run -> run.media.remove(0), Name.MEDIUM_MISSING),
        bug(
            "the artifact is registered twice",
            run -> run.media.add(new Medium("m9", "t1", "r1", "a1", "a1")),
            Name.MEDIUM_TWICE),
        bug(
            "a reader gets other bytes",
            run -> run.media.set(0, new Medium("m1", "t1", "r1", "a1", "torn")),
            Name.MEDIUM_OF_OTHER_BYTES),
        bug("nobody finds the medium", run -> run.links.remove(0), Name.LINK_MISSING),
        bug(
            "the medium is linked twice",
            run -> run.links.add(new Link("m1", "t1", true)),
            Name.LINK_TWICE),
        bug(
            "the medium is of nobody",
            run -> run.links.set(0, new Link("m1", "t1", false)),
            Name.LINK_WITHOUT_PATIENT),
        bug("the event is lost", run -> run.events.remove(0), Name.EVENT_MISSING),
        bug("the effect is told twice", run -> run.events.add("t1"), Name.EVENT_TWICE),
        bug("applying leaves no trace", run -> run.audits.remove(0), Name.AUDIT_ENTRY_MISSING),
        bug("applying is told twice", run -> run.audits.add("t1"), Name.AUDIT_ENTRY_TWICE),
        bug("a sealed artifact stays", run -> run.sealed.add("x.json"), Name.SEALED_LEFT),
        bug(
            "a ciphertext stays",
            run -> run.ciphertexts.add("t1.ciphertext"),
            Name.CIPHERTEXT_LEFT),
        bug(
            "a killed attempt leaves a blob",
            run -> run.orphans.add("processed/south/x"),
            Name.ORPHAN_BLOB));
  }

  private static Bug bug(String story, Consumer<Run> plant, Name... names) {
    return new Bug(story, plant, Set.of(names));
  }

  /** A bug a product could have, and what it is to be found as. */
  record Bug(String story, Consumer<Run> plant, Set<Name> names) {
    @Override
    public String toString() {
      return story;
    }
  }

  private static SignOff signOff(String number) {
    return new SignOff("j" + number, "r" + number, "a" + number, 1, "p" + number, "e" + number);
  }

  private static Outbound outbound(
      String number, String status, String failureClass, boolean receipted) {
    return new Outbound(
        "o" + number,
        "k" + number,
        "r" + number,
        "a" + number,
        status,
        failureClass,
        "-",
        receipted);
  }

  /** A sound run of three sign-offs, to be broken. */
  private static final class Run {
    private final List<SignOff> signedOff = new ArrayList<>();
    private final List<Outbound> outbound = new ArrayList<>();
    private final List<Incoming> incoming = new ArrayList<>();
    private final List<Medium> media = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> audits = new ArrayList<>();
    private final List<String> sealed = new ArrayList<>();
    private final List<String> ciphertexts = new ArrayList<>();
    private final List<String> orphans = new ArrayList<>();

    private Run() {
      for (String number : List.of("1", "2", "3")) {
        signedOff.add(signOff(number));
        outbound.add(outbound(number, "completed", "-", true));
        apply(number, "");
      }
    }

    private void apply(String number, String more) {
      String transfer = "t" + number + more;
      incoming.add(
          new Incoming(transfer, "k" + number + more, "r" + number, "a" + number, "applied"));
      media.add(new Medium("m" + number, transfer, "r" + number, "a" + number, "a" + number));
      links.add(new Link("m" + number, transfer, true));
      events.add(transfer);
      audits.add(transfer);
    }

    /** As if the hub had never got it. */
    private void forget(String number) {
      String transfer = "t" + number;
      incoming.removeIf(row -> row.id().equals(transfer));
      media.removeIf(medium -> medium.transfer().equals(transfer));
      links.removeIf(link -> link.transfer().equals(transfer));
      events.remove(transfer);
      audits.remove(transfer);
    }

    private List<TransferViolation> check() {
      return TransferChecker.check(
          signedOff,
          new TransferState(
              outbound, incoming, media, links, events, audits, sealed, ciphertexts, orphans));
    }
  }
}
