package org.endoreg.journeys.transferfaults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.endoreg.backing.ShapedLink;
import org.endoreg.backing.ShapedLink.Way;
import org.endoreg.journeys.RunningHub;
import org.endoreg.journeys.TransferDoor;
import org.endoreg.journeys.faults.Strikes;
import org.endoreg.stack.suite.SuiteState;

/**
 * The faults of two nodes and their line. A part that is still coming back is waited for, and a
 * fault of the line for a file on its way, so that each fault strikes something. What the suite's
 * supervisor does not keep running, the site and nginx, is started again here.
 */
final class LineInjector implements Strikes.Target<LineFault>, AutoCloseable {
  private static final int PIECE_OF_A_FILE = 16 << 10;
  private static final Duration UNTIL_READY = Duration.ofSeconds(40);
  private static final Duration UNTIL_ALIVE = Duration.ofMinutes(2);
  private static final Duration UNTIL_A_FILE = Duration.ofMinutes(1);
  private static final Duration UNTIL_PROGRESS = Duration.ofSeconds(8);

  private final RunningHub hub;
  private final SigningSite site;
  private final TransferDoor door;
  private final ShapedLink link;
  private final Thread watchman = new Thread(this::keepRunning, "watchman");
  private volatile boolean watching = true;
  private long ended = -1;

  LineInjector(RunningHub hub, SigningSite site, TransferDoor door, ShapedLink link) {
    this.hub = hub;
    this.site = site;
    this.door = door;
    this.link = link;
    watchman.setDaemon(true);
    watchman.start();
  }

  /** Faults that come faster than anything can be sent would only strike processes that start. */
  @Override
  public void awaitNext() throws InterruptedException {
    Instant limit = Instant.now().plus(UNTIL_PROGRESS);
    long before = ended;
    while (ended == before && Instant.now().isBefore(limit)) {
      TimeUnit.MILLISECONDS.sleep(200);
      ended = site.ended().orElse(ended);
    }
  }

  @Override
  public String partOf(LineFault fault) {
    return fault.part();
  }

  @Override
  public boolean happens(LineFault fault) throws IOException, InterruptedException {
    if (fault instanceof LineFault.Kill kill) {
      return signal("-KILL", awaitReady(kill.part()));
    }
    if (fault instanceof LineFault.Pause pause) {
      return pause(pause);
    }
    return awaitFile() && happensToTheLine(fault);
  }

  private boolean happensToTheLine(LineFault fault) throws IOException, InterruptedException {
    if (fault instanceof LineFault.Cut) {
      return link.cut() > 0;
    }
    if (fault instanceof LineFault.HalfClose) {
      return link.halfClose() > 0;
    }
    if (fault instanceof LineFault.Stall stall) {
      link.stall(stall.length());
      TimeUnit.MILLISECONDS.sleep(stall.length().toMillis());
      return true;
    }
    return fault instanceof LineFault.Down down && takeDown(down.length());
  }

  private boolean takeDown(Duration length) throws IOException, InterruptedException {
    link.down();
    TimeUnit.MILLISECONDS.sleep(length.toMillis());
    link.up();
    return true;
  }

  private boolean pause(LineFault.Pause pause) throws IOException, InterruptedException {
    List<ProcessHandle> processes = awaitReady(pause.part());
    boolean stopped = signal("-STOP", processes);
    TimeUnit.MILLISECONDS.sleep(pause.length().toMillis());
    signal("-CONT", processes);
    return stopped;
  }

  private boolean awaitFile() throws InterruptedException {
    Instant limit = Instant.now().plus(UNTIL_A_FILE);
    while (Instant.now().isBefore(limit)) {
      long before = link.delivered(Way.UP);
      TimeUnit.MILLISECONDS.sleep(50);
      if (link.connections() > 0 && link.delivered(Way.UP) - before >= PIECE_OF_A_FILE) {
        return true;
      }
    }
    return false;
  }

  /** Rather one that works; after a while one that lives; none when there is none. */
  private List<ProcessHandle> awaitReady(String part) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    while (Instant.now().isBefore(begun.plus(UNTIL_ALIVE))) {
      boolean patient = Instant.now().isBefore(begun.plus(UNTIL_READY));
      List<ProcessHandle> processes = alive(part);
      if (!processes.isEmpty() && (!patient || isReady(part))) {
        return processes;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return List.of();
  }

  private boolean isReady(String part) throws IOException {
    return switch (part) {
      case LineFaultPlan.SITE -> site.process().isReady();
      case LineFaultPlan.DOOR -> door.listens();
      default -> hub.suite().part(part).state().equals("ready");
    };
  }

  private List<ProcessHandle> alive(String part) throws IOException {
    return switch (part) {
      case LineFaultPlan.SITE ->
          Stream.of(site.process().handle()).filter(ProcessHandle::isAlive).toList();
      case LineFaultPlan.DOOR -> door.processes().stream().filter(ProcessHandle::isAlive).toList();
      default -> {
        SuiteState.PartState state = hub.suite().part(part);
        yield state.process().stream()
            .flatMap(
                process ->
                    Stream.concat(
                        Stream.of(process),
                        part.equals(LineFaultPlan.DATABASE)
                            ? process.descendants()
                            : Stream.empty()))
            .toList();
      }
    };
  }

  private void keepRunning() {
    while (watching) {
      try {
        TimeUnit.MILLISECONDS.sleep(500);
        door.startAgainIfEnded();
        if (!site.process().handle().isAlive() && watching) {
          site.process().startAgain();
        }
      } catch (IOException failed) {
        System.out.println("not started again: " + failed);
      } catch (InterruptedException over) {
        return;
      }
    }
  }

  /** What counts is the part itself, which is the first; its children come and go. */
  private static boolean signal(String signal, List<ProcessHandle> processes) {
    boolean reached = !processes.isEmpty() && signal(signal, processes.get(0));
    processes.stream().skip(1).forEach(child -> signal(signal, child));
    return reached;
  }

  private static boolean signal(String signal, ProcessHandle process) {
    try {
      return new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor()
          == 0;
    } catch (IOException failed) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Nothing is started again any more. */
  @Override
  public void close() {
    watching = false;
    watchman.interrupt();
  }
}
