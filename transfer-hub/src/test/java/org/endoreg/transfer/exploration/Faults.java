package org.endoreg.transfer.exploration;

import java.util.function.BiConsumer;

/** What may go wrong at any moment, each kind as often as the world still allows. */
final class Faults {
  private final Rules rules;

  Faults(Rules rules) {
    this.rules = rules;
  }

  void of(World now, BiConsumer<String, World> next) {
    if (now.crashes > 0) {
      next.accept("the hub is killed", hubKilled(now.copy()));
      next.accept("the site is killed", siteKilled(now.copy()));
    }
    if (now.losses > 0) {
      messages(now, next);
    }
    if (now.lapses > 0) {
      leases(now, next);
    }
    if (now.corruptions > 0) {
      bits(now, next);
    }
    people(now, next);
  }

  /**
   * Somebody sends again what failed or was called off, somebody calls it off, somebody takes the
   * sign-off back. Whoever still works on what was called off has lost its lease by then.
   */
  private void people(World now, BiConsumer<String, World> next) {
    boolean stands = !now.withdrawn || !rules.withdrawalLasts();
    boolean over =
        now.status == rules.cancelled()
            || (now.status == rules.failed() && now.siteItem == Hub.DONE);
    if (now.requeues > 0 && over && stands) {
      World then = now.copy();
      then.requeues--;
      then.corrupted &= then.status != rules.failed();
      then.status = rules.siteNext(then.status, "QUEUE");
      then.siteItem = Hub.WAITING;
      then.siteItemLapsed = false;
      then.owns[0] = false;
      then.owns[1] = false;
      then.calledOff = false;
      next.accept("somebody sends it again", then);
    }
    int cancelled = rules.siteNext(now.status, "CANCEL");
    if (now.cancels > 0 && cancelled >= 0 && !now.withdrawn) {
      World then = now.copy();
      then.cancels--;
      then.calledOff = true;
      then.status = cancelled;
      then.sealed = rules.cancelledKeepsSealed() ? then.sealed : 0;
      callOff(then);
      next.accept("somebody calls it off", then);
    }
    int withdrawn = rules.siteNext(now.status, "WITHDRAW");
    if (now.withdrawals > 0 && withdrawn >= 0) {
      World then = now.copy();
      then.withdrawals--;
      then.withdrawn = true;
      then.status = withdrawn;
      callOff(then);
      next.accept("the sign-off is taken back", then);
    }
  }

  /** Work that waits ends here; a worker that holds it learns of it later. */
  private static void callOff(World then) {
    if (then.siteItem == Hub.WAITING || then.siteItemLapsed) {
      then.siteItem = Hub.DONE;
      then.siteItemLapsed = false;
    }
  }

  private static World hubKilled(World then) {
    then.crashes--;
    then.hubCrashed = true;
    for (int i = 0; i < 2; i++) {
      if (then.wire[i].type > 0 || then.door.from == i + 1) {
        Site.away(then, i);
      }
    }
    Hub.shut(then);
    for (int i = 0; i < 2; i++) {
      then.leftBehind[then.applyKey[i]] |= then.applyWrote[i];
      then.itemLapsed[i] |= then.item[i] == Hub.LEASED;
      Hub.stop(then, i);
    }
    return then;
  }

  /** What it had sent may still arrive. */
  private static World siteKilled(World then) {
    then.crashes--;
    for (int worker = 0; worker < 2; worker++) {
      if (then.wire[worker].type > 0 && then.stray.type == 0) {
        then.stray.set(then.wire[worker]);
        then.stray.from = 0;
      }
      Site.stop(then, worker);
    }
    then.door.from = 0;
    then.siteItemLapsed |= then.siteItem == Hub.LEASED;
    return then;
  }

  private static void messages(World now, BiConsumer<String, World> next) {
    for (int worker = 0; worker < 2; worker++) {
      if (now.wire[worker].type > 0 || now.reply[worker] > 0) {
        World then = now.copy();
        then.losses--;
        Site.away(then, worker);
        next.accept("a message is lost", then);
      }
      if (now.wire[worker].type > 0 && now.wire[worker].type != Hub.STATUS && now.stray.type == 0) {
        World then = now.copy();
        then.losses--;
        then.stray.set(then.wire[worker]);
        then.stray.from = 0;
        then.stray.spoilt = false;
        next.accept("a message is repeated", then);
      }
    }
    if (now.door.type == Hub.APPEND) {
      World then = now.copy();
      then.losses--;
      if (then.door.from > 0) {
        Site.away(then, then.door.from - 1);
      }
      Hub.shut(then);
      next.accept("the line is cut within a body", then);
    }
  }

  private static void leases(World now, BiConsumer<String, World> next) {
    if (now.siteItem == Hub.LEASED && !now.siteItemLapsed) {
      World then = now.copy();
      then.lapses--;
      then.siteItemLapsed = true;
      next.accept("a sender's lease lapses", then);
    }
    for (int k = 0; k < 2; k++) {
      if (now.item[k] == Hub.LEASED && !now.itemLapsed[k]) {
        World then = now.copy();
        then.lapses--;
        then.itemLapsed[k] = true;
        next.accept("an apply worker's lease lapses", then);
      }
    }
  }

  private static void bits(World now, BiConsumer<String, World> next) {
    for (int worker = 0; worker < 2; worker++) {
      if (now.wire[worker].type == Hub.APPEND) {
        World then = now.copy();
        then.corruptions--;
        then.corrupted = true;
        then.wire[worker].spoilt = true;
        next.accept("a bit is changed on the way", then);
      }
    }
  }
}
