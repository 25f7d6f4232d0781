package org.endoreg.transfer.exploration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Visits every moment that can be reached, breadth first, and holds each against what must always
 * be true; then asks whether from each of them the transfer can still end when nothing more goes
 * wrong.
 */
final class Exploration {
  private final Rules rules;
  private final Site site;
  private final Hub hub;
  private final Faults faults;
  private final Map<World.Packed, Integer> numbers = new HashMap<>();
  private final List<World.Packed> moments = new ArrayList<>();
  private final Ints parents = new Ints();
  private final Ints quietFrom = new Ints();
  private final Ints quietTo = new Ints();
  private final Ints ends = new Ints();
  private Optional<String> violated = Optional.empty();

  /** How often each kind of fault may happen. */
  record Bound(
      int crashes,
      int losses,
      int lapses,
      int corruptions,
      int requeues,
      int withdrawals,
      int cancels) {

    /** The bound whose numbers are listed in this order. */
    static Bound of(String numbers) {
      int[] each = Arrays.stream(numbers.split(", ")).mapToInt(Integer::parseInt).toArray();
      return new Bound(each[0], each[1], each[2], each[3], each[4], each[5], each[6]);
    }
  }

  /** What was found; {@code violated} says which rule broke and how it came to that. */
  record Result(int moments, int steps, Optional<String> violated) {}

  Exploration(Rules rules) {
    this.rules = rules;
    this.site = new Site(rules);
    this.hub = new Hub(rules);
    this.faults = new Faults(rules);
  }

  Result within(Bound bound) {
    visit(start(bound), -1);
    for (int number = 0; number < moments.size() && violated.isEmpty(); number++) {
      expand(number);
    }
    if (violated.isEmpty()) {
      violated = stuck();
    }
    return new Result(moments.size(), quietFrom.size, violated);
  }

  private World start(Bound bound) {
    World world = new World();
    world.crashes = bound.crashes();
    world.losses = bound.losses();
    world.lapses = bound.lapses();
    world.corruptions = bound.corruptions();
    world.requeues = bound.requeues();
    world.withdrawals = bound.withdrawals();
    world.cancels = bound.cancels();
    world.status = rules.queued();
    world.siteItem = Hub.WAITING;
    return world;
  }

  private void expand(int number) {
    World now = World.of(moments.get(number));
    for (int actor = 0; actor < 2; actor++) {
      site.steps(now, actor, then -> step(number, then));
      hub.apply(now, actor, then -> step(number, then));
    }
    hub.door(now, then -> step(number, then));
    faults.of(now, (what, then) -> visit(then, number));
  }

  private void step(int from, World then) {
    quietFrom.add(from);
    quietTo.add(visit(then, from));
  }

  private int visit(World world, int parent) {
    World.Packed packed = world.pack();
    Integer known = numbers.putIfAbsent(packed, moments.size());
    if (known != null) {
      return known;
    }
    int number = moments.size();
    moments.add(packed);
    parents.add(parent);
    broken(world).ifPresent(rule -> violated = violated.or(() -> Optional.of(told(rule, number))));
    if (isEnd(world)) {
      ends.add(number);
    }
    return number;
  }

  private Optional<String> broken(World world) {
    boolean applied = rules.isApplied(world.job[0]) || rules.isApplied(world.job[1]);
    if (world.effects > 1) {
      return Optional.of("applied twice");
    }
    if (world.status == rules.completed() && !applied) {
      return Optional.of("the site believes what the hub did not do");
    }
    if (world.effects > 0 && !world.artifact) {
      return Optional.of("applied without its bytes");
    }
    if (world.withdrawn && world.status != rules.failed()) {
      return Optional.of("a sign-off that was taken back is not");
    }
    if (world.calledOff && world.status != rules.cancelled()) {
      return Optional.of("what somebody called off goes on");
    }
    boolean mayFail = world.withdrawn || world.corrupted;
    if (world.status == rules.failed() && !mayFail) {
      return Optional.of("ended though nothing was wrong with it");
    }
    boolean differs = applied && world.status != rules.completed();
    if (isEnd(world) && differs && !rules.isTold(world.status, world.withdrawn)) {
      return Optional.of("the ledgers differ and nobody is told");
    }
    boolean clean =
        !world.leftBehind[0]
            && !world.leftBehind[1]
            && world.pieces[0] == 0
            && world.pieces[1] == 0;
    if (isEnd(world) && world.status == rules.completed() && !world.hubCrashed && !clean) {
      return Optional.of("bytes stay behind though nobody was killed");
    }
    return Optional.empty();
  }

  private boolean isEnd(World world) {
    return rules.isEnded(world.status)
        && world.siteItem == Hub.DONE
        && world.step[0] == Site.IDLE
        && world.step[1] == Site.IDLE
        && world.doorStep == 0
        && world.applyStep[0] == 0
        && world.applyStep[1] == 0
        && world.item[0] % Hub.DONE == 0
        && world.item[1] % Hub.DONE == 0;
  }

  /** Backwards from all ends along steps without a fault; whoever is not met is stuck. */
  private Optional<String> stuck() {
    int[] first = new int[moments.size() + 1];
    for (int i = 0; i < quietTo.size; i++) {
      first[quietTo.of[i] + 1]++;
    }
    for (int i = 0; i < moments.size(); i++) {
      first[i + 1] += first[i];
    }
    int[] before = new int[quietTo.size];
    int[] filled = Arrays.copyOf(first, first.length);
    for (int i = 0; i < quietTo.size; i++) {
      before[filled[quietTo.of[i]]++] = quietFrom.of[i];
    }
    boolean[] ending = new boolean[moments.size()];
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < ends.size; i++) {
      ending[ends.of[i]] = true;
      open.add(ends.of[i]);
    }
    while (!open.isEmpty()) {
      int number = open.remove();
      for (int i = first[number]; i < first[number + 1]; i++) {
        if (!ending[before[i]]) {
          ending[before[i]] = true;
          open.add(before[i]);
        }
      }
    }
    for (int number = 0; number < ending.length; number++) {
      if (!ending[number]) {
        return Optional.of(told("stuck", number));
      }
    }
    return Optional.empty();
  }

  /** The rule and the moments that led there. */
  private String told(String rule, int number) {
    List<String> path = new ArrayList<>();
    for (int at = number; at >= 0; at = parents.of[at]) {
      path.add(0, World.of(moments.get(at)).toString());
    }
    return rule + "\n" + String.join("\n", path);
  }

  /** A growing array. */
  private static final class Ints {
    private int[] of = new int[1024];
    private int size;

    void add(int value) {
      if (size == of.length) {
        of = Arrays.copyOf(of, 2 * size);
      }
      of[size++] = value;
    }
  }
}
