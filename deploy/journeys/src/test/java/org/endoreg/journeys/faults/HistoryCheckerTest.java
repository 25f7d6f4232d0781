package org.endoreg.journeys.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.endoreg.journeys.faults.FinalState.Audited;
import org.endoreg.journeys.faults.FinalState.Event;
import org.endoreg.journeys.faults.FinalState.Job;
import org.endoreg.journeys.faults.FinalState.Link;
import org.endoreg.journeys.faults.FinalState.Medium;
import org.endoreg.journeys.faults.FinalState.Quarantined;
import org.endoreg.journeys.faults.History.Answer;
import org.endoreg.journeys.faults.History.Content;
import org.endoreg.journeys.faults.History.Entry;
import org.endoreg.journeys.faults.History.Operation;
import org.endoreg.journeys.faults.Violation.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sound run passes; each planted bug is found under its name, and nothing else is. */
class HistoryCheckerTest {

  @Test
  void aSoundRunHasNoViolation() {
    Run run = new Run();
    assertThat(run.check()).isEmpty();
  }

  @Test
  void everyNameIsPlanted() {
    assertThat(bugs().map(bug -> bug.names).flatMap(Set::stream)).contains(Name.values());
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aPlantedBugIsFoundAndNothingElse(Bug bug) {
    Run run = new Run();
    bug.plant.accept(run);
    assertThat(run.check()).extracting(Violation::name).hasSameElementsAs(bug.names);
  }

  static Stream<Bug> bugs() {
    return Stream.of(
        bug(
            "an accepted drop vanishes",
            run -> run.history.add(drop("s9")),
            Name.ACCEPTED_WITHOUT_OUTCOME),
        bug(
            "the answer names a job that was rolled back",
            run ->
                run.history.set(
                    0, entry(Operation.UPLOAD, Content.GOOD, "s1", Answer.ACCEPTED, "j9")),
            Name.ACCEPTED_JOB_UNKNOWN),
        bug(
            "a job appears from nowhere",
            run -> run.jobs.add(job("j9", "s9", "error")),
            Name.JOB_NOBODY_ASKED_FOR),
        bug(
            "two workers are sent after the same bytes",
            run -> {
              run.history.add(drop("s1"));
              run.anonymized("j9", "s1", "9");
            },
            Name.TWO_LIVING_JOBS),
        bug(
            "one question becomes two failed jobs",
            run -> run.jobs.add(job("j9", "s2", "error")),
            Name.MORE_JOBS_THAN_QUESTIONS),
        bug(
            "a job is stuck",
            run -> run.jobs.set(1, job("j2", "s2", "processing")),
            Name.UNFINISHED_JOB),
        bug("a source is lost", run -> run.jobs.set(1, job("j2", "s2", "lost")), Name.LOST_JOB),
        bug(
            "a refused file becomes a job all the same",
            run -> run.jobs.add(job("j9", "s4", "error")),
            Name.REFUSED_BUT_STORED),
        bug(
            "what nobody can read is called anonymized",
            run -> {
              run.jobs.remove(1);
              run.events.removeIf(event -> event.job().equals("j2"));
              run.anonymized("j2", "s2", "9");
            },
            Name.BAD_FILE_ANONYMIZED),
        bug(
            "a drop is quarantined and worked on",
            run -> run.jobs.add(job("j9", "s5", "error")),
            Name.QUARANTINED_AND_ACCEPTED),
        bug(
            "a drop is quarantined twice",
            run -> run.quarantine.add(new Quarantined("local", "s5")),
            Name.QUARANTINED_TWICE),
        bug(
            "the registration is lost",
            run -> {
              run.media.clear();
              run.links.clear();
            },
            Name.MEDIUM_MISSING),
        bug(
            "the artifact is registered twice",
            run -> {
              run.media.add(medium("9", "j1", "local", "s1"));
              run.links.add(new Link("9", "j1", "local"));
            },
            Name.MEDIUM_TWICE),
        bug(
            "a cancelled job gets a medium",
            run -> {
              run.media.add(medium("9", "j3", "local", "s3"));
              run.links.add(new Link("9", "j3", "local"));
            },
            Name.MEDIUM_WITHOUT_ANONYMIZED_JOB),
        bug(
            "a medium lands in another center",
            run -> {
              run.media.set(0, medium("1", "j1", "north", "s1"));
              run.links.set(0, new Link("1", "j1", "north"));
            },
            Name.MEDIUM_OF_ANOTHER_CENTER),
        bug(
            "other bytes are served than were registered",
            run -> run.media.set(0, new Medium("1", "j1", "local", "s1", "a1", "somebody else's")),
            Name.ARTIFACT_UNREADABLE),
        bug("the link is lost", run -> run.links.clear(), Name.LINK_MISSING),
        bug(
            "the link is made twice",
            run -> run.links.add(new Link("1", "j1", "local")),
            Name.LINK_TWICE),
        bug(
            "a link outlives its medium",
            run -> run.links.add(new Link("9", "j1", "local")),
            Name.LINK_WITHOUT_MEDIUM),
        bug(
            "a link crosses centers",
            run -> run.links.set(0, new Link("1", "j1", "north")),
            Name.LINK_OF_ANOTHER_CENTER),
        bug(
            "the outbox sends the same fact under two ids",
            run -> run.events.add(event("e9", "media.registered", "j1", "local", 9)),
            Name.EFFECT_TWICE),
        bug(
            "one acceptance is told twice",
            run -> run.events.add(event("e9", "upload-job.accepted", "j2", "local", 9)),
            Name.EFFECT_TWICE),
        bug(
            "an event is never published",
            run -> run.events.removeIf(event -> event.type().equals("examination.linked")),
            Name.EFFECT_MISSING),
        bug(
            "an event names another center",
            run -> run.events.add(event("e9", "anonymization.started", "j2", "north", 9)),
            Name.EVENT_OF_ANOTHER_CENTER),
        bug(
            "the relay overtakes itself",
            run -> {
              run.events.add(event("e8", "anonymization.started", "j2", "local", 9));
              run.events.add(event("e9", "anonymization.failed", "j2", "local", 8));
            },
            Name.EVENTS_OUT_OF_ORDER),
        bug("nobody noted the end", run -> run.audit.remove(1), Name.AUDIT_ENTRY_MISSING),
        bug(
            "the end is noted twice",
            run -> run.audit.add(new Audited("upload.completed", "j1")),
            Name.AUDIT_ENTRY_TWICE),
        bug(
            "the audit chain is broken",
            run -> run.brokenChains.add("ingest-gateway broken"),
            Name.AUDIT_CHAIN_BROKEN),
        bug(
            "a killed worker leaves its artifact",
            run -> run.blobs.add("processed/local/9"),
            Name.ORPHAN_BLOB),
        bug(
            "a sweep takes a source that is needed",
            run -> run.blobs.remove("raw/local/2"),
            Name.BLOB_MISSING),
        bug(
            "a cut upload stays on disk",
            run -> run.staged.add(".uploads/x/parts"),
            Name.STAGED_BYTES_LEFT),
        bug(
            "the outbox is not emptied",
            run -> run.waiting.add("1 of media.outbox"),
            Name.WORK_LEFT),
        bug(
            "a drop is never taken",
            run -> run.dropped.add("north/report_import/a.pdf"),
            Name.DROP_LEFT_BEHIND));
  }

  private static Bug bug(String what, Consumer<Run> plant, Name... names) {
    return new Bug(what, plant, Set.of(names));
  }

  /** A change to a sound run and what it must be called. */
  private record Bug(String what, Consumer<Run> plant, Set<Name> names) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Entry entry(
      Operation operation, Content content, String sha256, Answer answer, String job) {
    return new Entry(operation, content, "local", sha256, "", 1, answer, job, "");
  }

  private static Entry drop(String sha256) {
    return entry(Operation.DROP, Content.GOOD, sha256, Answer.HANDED_OVER, "");
  }

  private static Job job(String id, String sha256, String status) {
    return new Job(id, "local", sha256, status, "-");
  }

  private static Medium medium(String id, String job, String center, String sha256) {
    return new Medium(id, job, center, sha256, "a" + id, "a" + id);
  }

  private static Event event(String id, String type, String job, String center, long sequence) {
    String topic = type.substring(0, type.indexOf('.'));
    return new Event(id, type, topic, job, center, sequence, 1);
  }

  /** One anonymized, one failed, one cancelled job, a refused file and a quarantined drop. */
  private static final class Run {
    final List<Entry> history = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final List<Medium> media = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final List<Quarantined> quarantine = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<Audited> audit = new ArrayList<>();
    final Set<String> blobs = new java.util.HashSet<>();
    final List<String> staged = new ArrayList<>();
    final List<String> waiting = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();
    final List<String> brokenChains = new ArrayList<>();

    Run() {
      history.add(entry(Operation.UPLOAD, Content.GOOD, "s1", Answer.ACCEPTED, "j1"));
      history.add(entry(Operation.UPLOAD, Content.BAD, "s2", Answer.ACCEPTED, "j2"));
      history.add(entry(Operation.RESUMABLE, Content.BAD, "s3", Answer.ACCEPTED, "j3"));
      history.add(entry(Operation.UPLOAD, Content.FOREIGN, "s4", Answer.REFUSED, ""));
      history.add(entry(Operation.DROP, Content.UNSIGNED, "s5", Answer.HANDED_OVER, ""));
      anonymized("j1", "s1", "1");
      jobs.add(job("j2", "s2", "error"));
      jobs.add(job("j3", "s3", "cancelled"));
      events.add(event("e5", "upload-job.accepted", "j2", "local", 5));
      quarantine.add(new Quarantined("local", "s5"));
      blobs.addAll(Set.of("raw/local/2", "processed/local/1"));
    }

    void anonymized(String id, String sha256, String medium) {
      jobs.add(job(id, sha256, "anonymized"));
      media.add(medium(medium, id, "local", sha256));
      links.add(new Link(medium, id, "local"));
      for (String type :
          List.of(
              "upload-job.accepted",
              "anonymization.completed",
              "media.registered",
              "examination.linked")) {
        events.add(event(type + id, type, id, "local", 1));
      }
      audit.add(new Audited("upload.created", id));
      audit.add(new Audited("upload.completed", id));
    }

    List<Violation> check() {
      Set<String> wanted = Set.of("raw/local/2", "processed/local/1");
      return HistoryChecker.check(
          new History(history),
          new FinalState(
              jobs,
              media,
              links,
              quarantine,
              events,
              audit,
              blobs,
              wanted,
              wanted,
              staged,
              waiting,
              dropped,
              brokenChains));
    }
  }
}
