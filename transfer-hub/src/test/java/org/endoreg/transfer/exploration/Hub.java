package org.endoreg.transfer.exploration;

import java.util.List;
import java.util.function.Consumer;

/** What the hub's front door and its apply workers do next, in the steps of their classes. */
final class Hub {
  // work items
  static final int WAITING = 1;
  static final int LEASED = 2;
  static final int DONE = 3;

  // requests
  static final int REGISTER = 1;
  static final int BIND = 2;
  static final int APPEND = 3;
  static final int STATUS = 4;

  // answers
  static final int TOLD = 1;
  static final int OFFSET = 2;
  static final int PROBLEM = 3;
  static final List<String> PROBLEMS =
      List.of(
          "not_found",
          "transfer_without_media",
          "envelope_conflict",
          "offset_conflict",
          "envelope_required");

  // an apply worker
  private static final int CLAIMED = 1;
  private static final int WRITTEN = 2;
  private static final int REFUSE = 3;
  private static final int DISCARD = 4;

  // the front door
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int COMMIT = 3;

  private final Rules rules;

  Hub(Rules rules) {
    this.rules = rules;
  }

  void door(World now, Consumer<World> next) {
    if (now.doorStep == 0) {
      for (int worker = 0; worker < 2; worker++) {
        if (now.wire[worker].type > 0) {
          World then = now.copy();
          open(then, then.wire[worker]);
          next.accept(then);
        }
      }
      if (now.stray.type > 0) {
        World then = now.copy();
        open(then, then.stray);
        next.accept(then);
      }
      return;
    }
    World then = now.copy();
    switch (then.door.type) {
      case REGISTER -> register(then);
      case BIND -> bind(then);
      case APPEND -> append(then);
      default -> tell(then);
    }
    next.accept(then);
  }

  private static void open(World then, World.Request request) {
    then.door.set(request);
    then.doorStep = READ;
    request.clear();
  }

  /** The door is free again; what it did is not answered. */
  static void shut(World then) {
    then.door.clear();
    then.doorStep = 0;
  }

  private static void answer(World then, int kind, int value) {
    if (then.door.from > 0) {
      then.reply[then.door.from - 1] = kind;
      then.replyValue[then.door.from - 1] = value;
    }
    shut(then);
  }

  private static void refuse(World then, String problem) {
    answer(then, PROBLEM, PROBLEMS.indexOf(problem));
  }

  private void tell(World then) {
    int k = then.door.key;
    if (then.job[k] == 0) {
      refuse(then, "not_found");
    } else {
      answer(then, TOLD, rules.told(then.job[k], then.envelope[k]));
    }
  }

  private void register(World then) {
    int k = then.door.key;
    if (then.job[k] == 0 || !rules.repetitionFinds()) {
      boolean applied =
          then.job[k] == 0 && (rules.isApplied(then.job[0]) || rules.isApplied(then.job[1]));
      then.job[k] = rules.registered(applied);
    }
    tell(then);
  }

  private void bind(World then) {
    int k = then.door.key;
    if (then.job[k] == 0) {
      refuse(then, "not_found");
      return;
    }
    switch (rules.envelope(then.job[k], then.envelope[k] == then.door.envelope)) {
      case "NO_MEDIA" -> refuse(then, "transfer_without_media");
      case "CONFLICT" -> refuse(then, "envelope_conflict");
      case "KEEP" -> keep(then, k);
      default -> begin(then, k);
    }
  }

  /** Bytes of an earlier envelope go before the row changes. */
  private void begin(World then, int k) {
    if (then.doorStep == READ) {
      then.pieces[k] = 0;
      then.spoilt[k] = false;
      then.doorStep = COMMIT;
      return;
    }
    int next = rules.hubNext(then.job[k], "ENVELOPE_TAKEN");
    if (next == 0) {
      refuse(then, "transfer_without_media");
      return;
    }
    then.job[k] = next;
    then.envelope[k] = then.door.envelope;
    answer(then, OFFSET, 0);
  }

  private void keep(World then, int k) {
    if (rules.isMedia(then.job[k], "receiving") && rules.noticesWhole()) {
      completeIfWhole(then, k);
    }
    answer(then, OFFSET, reached(then, k));
  }

  private int reached(World world, int k) {
    boolean whole =
        rules.isMedia(world.job[k], "received") || rules.isMedia(world.job[k], "applied");
    return whole ? World.WHOLE : Math.min(World.WHOLE, world.pieces[k]);
  }

  private void completeIfWhole(World then, int k) {
    int next = rules.hubNext(then.job[k], "CIPHERTEXT_COMPLETE");
    if (then.pieces[k] < World.WHOLE || next == 0) {
      return;
    }
    then.job[k] = next;
    if (then.item[k] == 0 || rules.itemRunsAnew()) {
      then.item[k] = WAITING;
      then.itemLapsed[k] = false;
      for (int worker = 0; worker < 2; worker++) {
        then.applyOwns[worker] &= then.applyKey[worker] != k;
      }
    }
  }

  private void append(World then) {
    int k = then.door.key;
    switch (then.doorStep) {
      case READ -> {
        if (then.job[k] == 0) {
          refuse(then, "not_found");
        } else if (!rules.takesMedia(then.job[k])) {
          refuse(then, "transfer_without_media");
        } else if (!rules.isMedia(then.job[k], "receiving")) {
          finished(then, k);
        } else if (!rules.offsetFits(then.pieces[k], then.door.offset)) {
          refuse(then, "offset_conflict");
        } else {
          then.doorStep = WRITE;
        }
      }
      case WRITE -> write(then, k);
      default -> {
        completeIfWhole(then, k);
        answer(then, OFFSET, reached(then, k));
      }
    }
  }

  private void finished(World then, int k) {
    if (reached(then, k) == World.WHOLE) {
      answer(then, OFFSET, World.WHOLE);
    } else {
      refuse(then, "envelope_required");
    }
  }

  private static void write(World then, int k) {
    if (then.door.pieces == 0) {
      then.doorStep = COMMIT;
      return;
    }
    boolean fits =
        !then.door.spoilt
            && then.door.envelope == then.envelope[k]
            && then.door.offset == then.pieces[k];
    then.spoilt[k] |= !fits;
    then.pieces[k] = Math.min(3, then.pieces[k] + 1);
    then.door.pieces--;
    then.door.offset = Math.min(3, then.door.offset + 1);
  }

  void apply(World now, int worker, Consumer<World> next) {
    if (now.applyStep[worker] > 0) {
      World then = now.copy();
      work(then, worker, then.applyKey[worker]);
      next.accept(then);
      return;
    }
    for (int k = 0; k < 2; k++) {
      boolean free = now.item[k] == WAITING || (now.item[k] == LEASED && now.itemLapsed[k]);
      if (free && (worker == 0 || now.applyStep[0] > 0)) {
        World then = now.copy();
        then.item[k] = LEASED;
        then.itemLapsed[k] = false;
        int other = 1 - worker;
        then.applyOwns[other] &= then.applyKey[other] != k;
        then.applyOwns[worker] = true;
        then.applyKey[worker] = k;
        then.applyStep[worker] = CLAIMED;
        next.accept(then);
      }
    }
  }

  /** This worker stops, whatever it was about to do. */
  static void stop(World then, int worker) {
    then.applyStep[worker] = 0;
    then.applyKey[worker] = 0;
    then.applyOwns[worker] = false;
    then.applyWrote[worker] = false;
  }

  private boolean owned(World world, int worker, int k) {
    return rules.fence(world.applyOwns[worker] && world.item[k] == LEASED && !world.itemLapsed[k]);
  }

  private void work(World then, int worker, int k) {
    switch (then.applyStep[worker]) {
      case CLAIMED -> open(then, worker, k);
      case WRITTEN -> finish(then, worker, k);
      case REFUSE -> refuse(then, worker, k);
      default -> {
        then.pieces[k] = 0;
        then.spoilt[k] = false;
        stop(then, worker);
      }
    }
  }

  private void open(World then, int worker, int k) {
    if (rules.hubNext(then.job[k], "MEDIA_APPLIED") == 0) {
      if (owned(then, worker, k)) {
        then.item[k] = DONE;
      }
      stop(then, worker);
      return;
    }
    if (then.pieces[k] != World.WHOLE || then.spoilt[k]) {
      then.applyStep[worker] = REFUSE;
      return;
    }
    then.leftBehind[k] = false;
    int other = 1 - worker;
    if (then.applyOwns[worker] && then.applyKey[other] == k) {
      then.applyWrote[other] = false;
    }
    then.applyWrote[worker] = true;
    then.applyStep[worker] = WRITTEN;
  }

  private void finish(World then, int worker, int k) {
    if (!rules.ciphertextGoesLast() && then.pieces[k] > 0) {
      then.pieces[k] = 0;
      return;
    }
    int next = rules.hubNext(then.job[k], "MEDIA_APPLIED");
    if (!owned(then, worker, k)) {
      then.leftBehind[k] |= then.applyWrote[worker] && !rules.lateTakesBack();
      stop(then, worker);
    } else if (next == 0) {
      then.leftBehind[k] |= then.applyWrote[worker];
      then.item[k] = WAITING;
      stop(then, worker);
    } else {
      then.job[k] = next;
      then.effects = Math.min(3, then.effects + 1);
      then.artifact = then.applyWrote[worker];
      then.item[k] = DONE;
      then.applyWrote[worker] = false;
      then.applyStep[worker] = DISCARD;
    }
  }

  private void refuse(World then, int worker, int k) {
    int next = rules.hubNext(then.job[k], "MEDIA_REFUSED");
    if (!owned(then, worker, k)) {
      stop(then, worker);
      return;
    }
    if (next > 0) {
      then.job[k] = next;
    }
    then.item[k] = DONE;
    if (rules.refusedGoesWithItsRow()) {
      then.pieces[k] = 0;
      then.spoilt[k] = false;
      stop(then, worker);
    } else {
      then.applyStep[worker] = DISCARD;
    }
  }
}
