package org.endoreg.transfer.exploration;

import java.util.function.Consumer;

/** What the site's send workers do next, in the steps of {@code SendWorker}. */
final class Site {
  static final int IDLE = 0;
  private static final int START = 1;
  private static final int AWAIT_REGISTERED = 2;
  private static final int WANTED = 3;
  private static final int SEAL = 4;
  private static final int PUBLISH = 5;
  private static final int BIND = 6;
  private static final int AWAIT_BOUND = 7;
  private static final int SEND = 8;
  private static final int AWAIT_TAKEN = 9;
  private static final int AWAIT_STATUS = 11;
  private static final int FINISH = 12;
  private static final int DISCARD = 13;
  private static final int FAIL = 14;
  private static final int AWAY = 15;

  private final Rules rules;

  Site(Rules rules) {
    this.rules = rules;
  }

  /** The attempt of this worker cannot be continued: the line or the hub failed. */
  static void away(World world, int worker) {
    world.step[worker] = AWAY;
    world.wire[worker].clear();
    world.reply[worker] = 0;
    world.replyValue[worker] = 0;
  }

  /** This worker stops, whatever it was about to do. */
  static void stop(World world, int worker) {
    world.step[worker] = IDLE;
    world.owns[worker] = false;
    world.local[worker] = 0;
    world.offset[worker] = 0;
    world.wire[worker].clear();
    world.reply[worker] = 0;
    world.replyValue[worker] = 0;
  }

  void steps(World now, int worker, Consumer<World> next) {
    boolean waits =
        now.step[worker] == AWAIT_REGISTERED
            || now.step[worker] == AWAIT_BOUND
            || now.step[worker] == AWAIT_TAKEN
            || now.step[worker] == AWAIT_STATUS;
    if (now.step[worker] == IDLE && !mayClaim(now, worker)) {
      return;
    }
    if (waits && now.reply[worker] == 0) {
      return;
    }
    World then = now.copy();
    int value = now.replyValue[worker];
    int kind = now.reply[worker];
    then.reply[worker] = 0;
    then.replyValue[worker] = 0;
    switch (now.step[worker]) {
      case IDLE -> claim(then, worker);
      case START -> start(then, worker);
      case AWAIT_REGISTERED -> registered(then, worker, kind, value);
      case WANTED -> move(then, worker, "MEDIA_WANTED", SEAL);
      case SEAL -> seal(then, worker);
      case PUBLISH -> publish(then, worker);
      case BIND -> ask(then, worker, Hub.BIND, AWAIT_BOUND);
      case AWAIT_BOUND -> bound(then, worker, kind, value);
      case SEND -> send(then, worker);
      case AWAIT_TAKEN -> taken(then, worker, kind, value);
      case AWAIT_STATUS -> status(then, worker, kind, value);
      case FINISH -> finish(then, worker);
      case DISCARD -> discard(then, worker);
      case FAIL -> end(then, worker, "FAIL");
      case AWAY -> retry(then, worker);
      default -> throw new IllegalStateException("no such step");
    }
    next.accept(then);
  }

  /** Workers are alike, so the second one claims only while the first is busy. */
  private static boolean mayClaim(World now, int worker) {
    boolean free =
        now.siteItem == Hub.WAITING || (now.siteItem == Hub.LEASED && now.siteItemLapsed);
    return free && (worker == 0 || now.step[0] != IDLE);
  }

  private static void claim(World then, int worker) {
    then.siteItem = Hub.LEASED;
    then.siteItemLapsed = false;
    then.owns[0] = false;
    then.owns[1] = false;
    then.owns[worker] = true;
    then.step[worker] = START;
  }

  private static boolean owned(World world, int worker) {
    return world.owns[worker] && world.siteItem == Hub.LEASED && !world.siteItemLapsed;
  }

  private void start(World then, int worker) {
    if (rules.isEnded(then.status)) {
      if (owned(then, worker)) {
        then.siteItem = Hub.DONE;
      }
      stop(then, worker);
      return;
    }
    boolean again = then.status != rules.queued();
    move(then, worker, "ATTEMPT", AWAIT_REGISTERED);
    if (then.step[worker] == AWAIT_REGISTERED) {
      if (again && !rules.keepsKey() && then.key == 0) {
        then.key = 1;
        then.sealed = 0;
        then.sealings = 0;
      }
      ask(then, worker, Hub.REGISTER, AWAIT_REGISTERED);
    }
  }

  /** A fenced change of the row; a row that cannot go on ends the attempt. */
  private void move(World then, int worker, String event, int step) {
    int status = rules.siteNext(then.status, event);
    if (!owned(then, worker)) {
      stop(then, worker);
    } else if (status < 0) {
      then.siteItem = Hub.DONE;
      stop(then, worker);
    } else {
      then.status = status;
      then.step[worker] = step;
    }
  }

  private static void ask(World then, int worker, int type, int step) {
    World.Request request = then.wire[worker];
    request.clear();
    request.type = type;
    request.key = then.key;
    request.envelope = type == Hub.BIND || type == Hub.APPEND ? then.local[worker] : 0;
    request.from = worker + 1;
    then.step[worker] = step;
  }

  private void registered(World then, int worker, int kind, int value) {
    if (kind == Hub.PROBLEM) {
      sort(then, worker, value, false);
    } else if (owned(then, worker)) {
      switch (rules.afterRegistration(then.key, value)) {
        case "SEND" -> then.step[worker] = WANTED;
        case "DONE_BEFORE" -> then.step[worker] = FINISH;
        default -> then.step[worker] = FAIL;
      }
    } else {
      stop(then, worker);
    }
  }

  private void sort(World then, int worker, int problem, boolean bytes) {
    boolean passing = rules.sorted(Hub.PROBLEMS.get(problem), bytes).equals("AWAY");
    then.step[worker] = passing ? AWAY : FAIL;
  }

  private void seal(World then, int worker) {
    if (then.sealed > 0 && rules.keepsSealed()) {
      then.local[worker] = then.sealed;
      then.step[worker] = BIND;
    } else {
      then.sealings = Math.min(2, then.sealings + 1);
      then.local[worker] = then.sealings;
      then.step[worker] = PUBLISH;
    }
  }

  private void publish(World then, int worker) {
    if (rules.publishesUnderLease() && !owned(then, worker)) {
      stop(then, worker);
      return;
    }
    then.sealed = then.local[worker];
    then.step[worker] = BIND;
  }

  private void bound(World then, int worker, int kind, int value) {
    if (kind == Hub.PROBLEM) {
      sort(then, worker, value, false);
    } else {
      then.offset[worker] = value;
      then.step[worker] = SEND;
    }
  }

  private void send(World then, int worker) {
    boolean more = then.offset[worker] < World.WHOLE;
    move(then, worker, "SEND", more ? AWAIT_TAKEN : AWAIT_STATUS);
    if (then.step[worker] == AWAIT_TAKEN) {
      ask(then, worker, Hub.APPEND, AWAIT_TAKEN);
      then.wire[worker].offset = then.offset[worker];
      then.wire[worker].pieces = World.WHOLE - then.offset[worker];
    } else if (then.step[worker] == AWAIT_STATUS) {
      ask(then, worker, Hub.STATUS, AWAIT_STATUS);
    }
  }

  private void taken(World then, int worker, int kind, int value) {
    if (kind == Hub.PROBLEM) {
      sort(then, worker, value, true);
    } else if (value <= then.offset[worker]) {
      then.step[worker] = AWAY;
    } else {
      then.offset[worker] = value;
      then.step[worker] = SEND;
    }
  }

  private void status(World then, int worker, int kind, int value) {
    if (kind == Hub.PROBLEM) {
      sort(then, worker, value, false);
    } else if (owned(then, worker)) {
      switch (rules.afterUpload(then.key, then.local[worker], value)) {
        case "VERIFY" -> then.step[worker] = FINISH;
        case "WAIT" -> ask(then, worker, Hub.STATUS, AWAIT_STATUS);
        case "ANEW" -> then.step[worker] = AWAY;
        default -> then.step[worker] = FAIL;
      }
    } else {
      stop(then, worker);
    }
  }

  private void finish(World then, int worker) {
    if (!rules.sealedGoesLast() && then.sealed > 0) {
      then.sealed = 0;
      return;
    }
    end(then, worker, "PROVE");
    if (then.status == rules.completed() && then.siteItem == Hub.DONE) {
      then.step[worker] = DISCARD;
    }
  }

  private static void discard(World then, int worker) {
    then.sealed = 0;
    stop(then, worker);
  }

  private void end(World then, int worker, String event) {
    int status = rules.siteNext(then.status, event);
    if (owned(then, worker)) {
      then.siteItem = Hub.DONE;
      if (status >= 0) {
        then.status = status;
      }
    }
    stop(then, worker);
  }

  private static void retry(World then, int worker) {
    if (owned(then, worker)) {
      then.siteItem = Hub.WAITING;
    }
    stop(then, worker);
  }
}
