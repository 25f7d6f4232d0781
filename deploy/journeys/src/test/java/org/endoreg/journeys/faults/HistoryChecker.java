package org.endoreg.journeys.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.endoreg.journeys.faults.FinalState.Event;
import org.endoreg.journeys.faults.FinalState.Job;
import org.endoreg.journeys.faults.FinalState.Link;
import org.endoreg.journeys.faults.FinalState.Medium;
import org.endoreg.journeys.faults.History.Answer;
import org.endoreg.journeys.faults.History.Content;
import org.endoreg.journeys.faults.History.Entry;
import org.endoreg.journeys.faults.History.Operation;
import org.endoreg.journeys.faults.Violation.Name;

/**
 * Compares what was answered with what is there: everything accepted has exactly one outcome, every
 * effect happened once and in order, and no byte is left that nobody refers to. Knows nothing of
 * the code it judges, only of the promises.
 */
public final class HistoryChecker {
  private static final Set<Operation> SUBMISSIONS =
      Set.of(Operation.UPLOAD, Operation.RESUMABLE, Operation.DROP);

  /** What must have been told once of an anonymized job. */
  private static final Set<String> EFFECTS =
      Set.of(
          "upload-job.accepted",
          "anonymization.completed",
          "media.registered",
          "examination.linked");

  /** What happens once to a job, however often it is accepted again. */
  private static final Set<String> ONCE =
      Set.of("anonymization.completed", "media.registered", "examination.linked");

  /** What happens at most once to each acceptance of a job. */
  private static final Set<String> ONCE_PER_ACCEPTANCE =
      Set.of("upload-job.accepted", "anonymization.failed", "anonymization.cancelled");

  private final History history;
  private final FinalState state;
  private final Map<String, Job> jobs;
  private final Map<Subject, List<Job>> bySubject;
  private final Map<Subject, List<Entry>> asked;
  private final List<Violation> found = new ArrayList<>();

  private HistoryChecker(History history, FinalState state) {
    this.history = history;
    this.state = state;
    this.jobs = state.jobs().stream().collect(toMap(Job::id, job -> job));
    this.bySubject = state.jobs().stream().collect(groupingBy(Subject::of));
    this.asked =
        history.entries().stream()
            .filter(entry -> SUBMISSIONS.contains(entry.operation()))
            .collect(groupingBy(entry -> new Subject(entry.center(), entry.sha256())));
  }

  /** Everything that is wrong; empty when all promises were kept. */
  public static List<Violation> check(History history, FinalState state) {
    HistoryChecker checker = new HistoryChecker(history, state);
    checker.answers();
    checker.jobs();
    checker.quarantine();
    checker.media();
    checker.links();
    checker.events();
    checker.audit();
    checker.bytes();
    return List.copyOf(checker.found);
  }

  private void answers() {
    for (Entry entry : history.entries()) {
      if (!entry.job().isEmpty() && !jobs.containsKey(entry.job())) {
        add(Name.ACCEPTED_JOB_UNKNOWN, entry.job());
      }
    }
    Set<Subject> set = quarantined();
    asked.forEach(
        (subject, entries) -> {
          if (isAccepted(entries) && !bySubject.containsKey(subject) && !set.contains(subject)) {
            add(Name.ACCEPTED_WITHOUT_OUTCOME, subject.toString());
          }
          if (isRefused(entries) && bySubject.containsKey(subject)) {
            add(Name.REFUSED_BUT_STORED, subject.toString());
          }
        });
  }

  private static boolean isAccepted(List<Entry> entries) {
    return entries.stream()
        .anyMatch(
            entry -> entry.answer() == Answer.ACCEPTED || entry.answer() == Answer.HANDED_OVER);
  }

  private static boolean isRefused(List<Entry> entries) {
    return entries.stream().allMatch(entry -> entry.answer() == Answer.REFUSED);
  }

  private void jobs() {
    bySubject.forEach(this::jobsOf);
    for (Job job : state.jobs()) {
      switch (job.status()) {
        case "anonymized", "error", "cancelled" -> {}
        case "lost" -> add(Name.LOST_JOB, job.id());
        default -> add(Name.UNFINISHED_JOB, job.id() + " " + job.status());
      }
    }
  }

  private void jobsOf(Subject subject, List<Job> ofSubject) {
    List<Entry> entries = asked.getOrDefault(subject, List.of());
    if (entries.isEmpty()) {
      add(Name.JOB_NOBODY_ASKED_FOR, subject.toString());
      return;
    }
    if (ofSubject.stream().filter(Job::isLiving).count() > 1) {
      add(Name.TWO_LIVING_JOBS, subject.toString());
    } else if (ofSubject.size() > entries.stream().collect(summingInt(Entry::attempts))) {
      add(Name.MORE_JOBS_THAN_QUESTIONS, subject.toString());
    }
    boolean good = entries.stream().anyMatch(entry -> entry.content() == Content.GOOD);
    if (!good && ofSubject.stream().anyMatch(job -> job.status().equals("anonymized"))) {
      add(Name.BAD_FILE_ANONYMIZED, subject.toString());
    }
  }

  private Set<Subject> quarantined() {
    return state.quarantine().stream()
        .map(item -> new Subject(item.center(), item.sha256()))
        .collect(toSet());
  }

  private void quarantine() {
    Set<Subject> seen = new HashSet<>();
    for (FinalState.Quarantined item : state.quarantine()) {
      Subject subject = new Subject(item.center(), item.sha256());
      if (!seen.add(subject)) {
        add(Name.QUARANTINED_TWICE, subject.toString());
      }
    }
    seen.stream()
        .filter(bySubject::containsKey)
        .forEach(subject -> add(Name.QUARANTINED_AND_ACCEPTED, subject.toString()));
  }

  private void media() {
    Map<String, List<Medium>> byJob = state.media().stream().collect(groupingBy(Medium::job));
    for (Job job : anonymized()) {
      int count = byJob.getOrDefault(job.id(), List.of()).size();
      if (count != 1) {
        add(count == 0 ? Name.MEDIUM_MISSING : Name.MEDIUM_TWICE, job.id());
      }
    }
    state.media().forEach(this::medium);
  }

  private void medium(Medium medium) {
    Job job = jobs.get(medium.job());
    if (job == null || !job.status().equals("anonymized")) {
      add(Name.MEDIUM_WITHOUT_ANONYMIZED_JOB, medium.id());
    } else if (!job.center().equals(medium.center())
        || !job.sha256().equals(medium.sourceSha256())) {
      add(Name.MEDIUM_OF_ANOTHER_CENTER, medium.id());
    }
    if (!medium.artifactSha256().equals(medium.servedSha256())) {
      add(Name.ARTIFACT_UNREADABLE, medium.id());
    }
  }

  private void links() {
    Map<String, List<Link>> byMedium = state.links().stream().collect(groupingBy(Link::medium));
    Map<String, Medium> media =
        state.media().stream().collect(toMap(Medium::id, medium -> medium, (one, other) -> one));
    for (String medium : media.keySet()) {
      int count = byMedium.getOrDefault(medium, List.of()).size();
      if (count != 1) {
        add(count == 0 ? Name.LINK_MISSING : Name.LINK_TWICE, medium);
      }
    }
    for (Link link : state.links()) {
      Medium medium = media.get(link.medium());
      if (medium == null) {
        add(Name.LINK_WITHOUT_MEDIUM, link.medium());
      } else if (!medium.center().equals(link.center()) || !medium.job().equals(link.job())) {
        add(Name.LINK_OF_ANOTHER_CENTER, link.medium());
      }
    }
  }

  private void events() {
    Map<String, Long> newest = new HashMap<>();
    Map<String, Set<String>> once = new HashMap<>();
    for (Event event : state.events()) {
      Job job = jobs.get(event.job());
      if (job == null) {
        continue;
      }
      if (!job.center().equals(event.center())) {
        add(Name.EVENT_OF_ANOTHER_CENTER, event.id());
      }
      inOrder(event, newest);
      effect(event)
          .ifPresent(name -> once.computeIfAbsent(name, unused -> new HashSet<>()).add(event.id()));
    }
    once.forEach(
        (effect, ids) -> {
          if (ids.size() > 1) {
            add(Name.EFFECT_TWICE, effect);
          }
        });
    Set<String> told =
        state.events().stream().map(event -> event.type() + " " + event.job()).collect(toSet());
    for (Job job : anonymized()) {
      EFFECTS.stream()
          .map(type -> type + " " + job.id())
          .filter(effect -> !told.contains(effect))
          .forEach(effect -> add(Name.EFFECT_MISSING, effect));
    }
  }

  /** What a service wrote later about a job comes later on its topic. */
  private void inOrder(Event event, Map<String, Long> newest) {
    String line = event.topic() + " " + event.job();
    if (event.type().equals("upload-job.submitted")) {
      return;
    }
    if (newest.getOrDefault(line, -1L) >= event.sequence()) {
      add(Name.EVENTS_OUT_OF_ORDER, line);
    }
    newest.merge(line, event.sequence(), Math::max);
  }

  private static Optional<String> effect(Event event) {
    String name = event.type() + " " + event.job();
    if (ONCE.contains(event.type())) {
      return Optional.of(name);
    }
    return ONCE_PER_ACCEPTANCE.contains(event.type())
        ? Optional.of(name + " " + event.attempt())
        : Optional.empty();
  }

  private void audit() {
    Map<String, Long> counts =
        state.audit().stream()
            .collect(groupingBy(entry -> entry.action() + " " + entry.job(), counting()));
    for (Job job : anonymized()) {
      for (String action : List.of("upload.created ", "upload.completed ")) {
        long count = counts.getOrDefault(action + job.id(), 0L);
        if (count != 1) {
          add(count == 0 ? Name.AUDIT_ENTRY_MISSING : Name.AUDIT_ENTRY_TWICE, action + job.id());
        }
      }
    }
    addAll(Name.AUDIT_CHAIN_BROKEN, state.brokenChains());
  }

  private void bytes() {
    addAll(Name.ORPHAN_BLOB, without(state.blobs(), state.kept()));
    addAll(Name.BLOB_MISSING, without(state.needed(), state.blobs()));
    addAll(Name.STAGED_BYTES_LEFT, state.staged());
    addAll(Name.WORK_LEFT, state.waiting());
    addAll(Name.DROP_LEFT_BEHIND, state.dropped());
  }

  private static List<String> without(Set<String> some, Set<String> others) {
    return some.stream().filter(one -> !others.contains(one)).sorted().toList();
  }

  private List<Job> anonymized() {
    return state.jobs().stream().filter(job -> job.status().equals("anonymized")).toList();
  }

  private void addAll(Name name, Collection<String> all) {
    all.forEach(what -> add(name, what));
  }

  private void add(Name name, String what) {
    found.add(new Violation(name, what));
  }

  /** What a job stands for: bytes of one center. */
  private record Subject(String center, String sha256) {
    static Subject of(Job job) {
      return new Subject(job.center(), job.sha256());
    }
  }
}
