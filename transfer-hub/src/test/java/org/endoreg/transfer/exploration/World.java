package org.endoreg.transfer.exploration;

import java.util.Arrays;

/**
 * One moment of a transfer: what is on the disks and in the tables of site and hub, what each actor
 * is about to do, what is on the wire, and which faults may still happen. Small numbers, so that
 * millions of moments fit into memory.
 */
final class World {
  /** Two pieces are the least that can arrive by halves. */
  static final int WHOLE = 2;

  // faults that may still happen
  int crashes;
  int losses;
  int lapses;
  int corruptions;
  int requeues;
  int withdrawals;
  int cancels;
  boolean hubCrashed;

  /** A bit was changed, and nobody sent again what failed for it. */
  boolean corrupted;

  boolean withdrawn;

  /** A person called it off, and nobody sent it again since. */
  boolean calledOff;

  // the hub's tables and disk, by transfer key
  final int[] job = new int[2];
  final int[] envelope = new int[2];
  final int[] pieces = new int[2];
  final boolean[] spoilt = new boolean[2];
  // its work items, by transfer key
  final int[] item = new int[2];
  final boolean[] itemLapsed = new boolean[2];
  final boolean[] leftBehind = new boolean[2];
  int effects;
  boolean artifact;

  // the hub's actors: two apply workers, and the front door with one request
  final int[] applyStep = new int[2];
  final int[] applyKey = new int[2];
  final boolean[] applyOwns = new boolean[2];
  final boolean[] applyWrote = new boolean[2];
  int doorStep;
  final Request door = new Request();

  // the site's table and disk
  int status;
  int siteItem;
  boolean siteItemLapsed;
  int key;
  int sealed;
  int sealings;

  // its two send workers, and what is on the wire
  final int[] step = new int[2];
  final boolean[] owns = new boolean[2];
  final int[] local = new int[2];
  final int[] offset = new int[2];
  final Request[] wire = {new Request(), new Request()};
  final int[] reply = new int[2];
  final int[] replyValue = new int[2];
  final Request stray = new Request();

  /** A request: 0 for none, then its members. */
  static final class Request {
    int type;
    int key;
    int envelope;
    int offset;
    int pieces;
    boolean spoilt;

    /** The worker that waits for the answer, counted from 1; 0 for nobody. */
    int from;

    void set(Request other) {
      type = other.type;
      key = other.key;
      envelope = other.envelope;
      offset = other.offset;
      pieces = other.pieces;
      spoilt = other.spoilt;
      from = other.from;
    }

    void clear() {
      set(new Request());
    }
  }

  /** A moment as three numbers. */
  record Packed(long hub, long site, long wires) {}

  private interface Bits {
    int number(int value, int bits);

    default boolean flag(boolean value) {
      return number(value ? 1 : 0, 1) == 1;
    }
  }

  private static final class Writer implements Bits {
    private long bits;

    @Override
    public int number(int value, int width) {
      if (value < 0 || value >= 1 << width) {
        throw new IllegalStateException("does not fit: " + value + " in " + width);
      }
      bits = bits << width | value;
      return value;
    }
  }

  private static final class Reader implements Bits {
    private long bits;
    private int left;

    Reader(long bits, int width) {
      this.bits = bits;
      this.left = width;
    }

    @Override
    public int number(int value, int width) {
      left -= width;
      return (int) (bits >>> left & (1L << width) - 1);
    }
  }

  private static final int HUB_BITS = 59;
  private static final int SITE_BITS = 44;
  private static final int WIRE_BITS = 53;

  Packed pack() {
    Writer hub = new Writer();
    hub(hub);
    Writer site = new Writer();
    site(site);
    Writer wires = new Writer();
    wires(wires);
    return new Packed(hub.bits, site.bits, wires.bits);
  }

  static World of(Packed packed) {
    World world = new World();
    world.hub(new Reader(packed.hub(), HUB_BITS));
    world.site(new Reader(packed.site(), SITE_BITS));
    world.wires(new Reader(packed.wires(), WIRE_BITS));
    return world;
  }

  /** Everything that is not as at the beginning. */
  @Override
  public String toString() {
    return "status %d item %d%s key %d sealed %d | jobs %s env %s pieces %s%s item %s effects %d | door %d/%d apply %s owns %s wrote %s | senders %s at %s replies %s wire %d,%d stray %d"
        .formatted(
            status,
            siteItem,
            siteItemLapsed ? " lapsed" : "",
            key,
            sealed,
            Arrays.toString(job),
            Arrays.toString(envelope),
            Arrays.toString(pieces),
            spoilt[0] || spoilt[1] ? " spoilt" : "",
            Arrays.toString(item) + Arrays.toString(itemLapsed),
            effects,
            door.type,
            doorStep,
            Arrays.toString(applyStep),
            Arrays.toString(applyOwns),
            Arrays.toString(applyWrote),
            Arrays.toString(step),
            Arrays.toString(offset),
            Arrays.toString(reply),
            wire[0].type,
            wire[1].type,
            stray.type);
  }

  World copy() {
    return of(pack());
  }

  private void hub(Bits bits) {
    for (int k = 0; k < 2; k++) {
      job[k] = bits.number(job[k], 3);
      envelope[k] = bits.number(envelope[k], 2);
      pieces[k] = bits.number(pieces[k], 3);
      spoilt[k] = bits.flag(spoilt[k]);
      item[k] = bits.number(item[k], 3);
      itemLapsed[k] = bits.flag(itemLapsed[k]);
      leftBehind[k] = bits.flag(leftBehind[k]);
      applyStep[k] = bits.number(applyStep[k], 3);
      applyKey[k] = bits.number(applyKey[k], 1);
      applyOwns[k] = bits.flag(applyOwns[k]);
      applyWrote[k] = bits.flag(applyWrote[k]);
    }
    effects = bits.number(effects, 2);
    artifact = bits.flag(artifact);
    doorStep = bits.number(doorStep, 3);
    request(bits, door);
  }

  private void site(Bits bits) {
    crashes = bits.number(crashes, 2);
    losses = bits.number(losses, 2);
    lapses = bits.number(lapses, 2);
    corruptions = bits.number(corruptions, 1);
    requeues = bits.number(requeues, 1);
    hubCrashed = bits.flag(hubCrashed);
    corrupted = bits.flag(corrupted);
    withdrawals = bits.number(withdrawals, 1);
    withdrawn = bits.flag(withdrawn);
    cancels = bits.number(cancels, 1);
    calledOff = bits.flag(calledOff);
    status = bits.number(status, 3);
    siteItem = bits.number(siteItem, 3);
    siteItemLapsed = bits.flag(siteItemLapsed);
    key = bits.number(key, 1);
    sealed = bits.number(sealed, 2);
    sealings = bits.number(sealings, 2);
    for (int w = 0; w < 2; w++) {
      step[w] = bits.number(step[w], 4);
      owns[w] = bits.flag(owns[w]);
      local[w] = bits.number(local[w], 2);
      offset[w] = bits.number(offset[w], 2);
    }
  }

  private void wires(Bits bits) {
    for (int w = 0; w < 2; w++) {
      request(bits, wire[w]);
      reply[w] = bits.number(reply[w], 2);
      replyValue[w] = bits.number(replyValue[w], 5);
    }
    request(bits, stray);
  }

  private static void request(Bits bits, Request request) {
    request.type = bits.number(request.type, 3);
    request.key = bits.number(request.key, 1);
    request.envelope = bits.number(request.envelope, 2);
    request.offset = bits.number(request.offset, 2);
    request.pieces = bits.number(request.pieces, 2);
    request.spoilt = bits.flag(request.spoilt);
    request.from = bits.number(request.from, 2);
  }
}
