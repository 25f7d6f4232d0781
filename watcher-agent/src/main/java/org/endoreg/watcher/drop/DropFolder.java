package org.endoreg.watcher.drop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.jspecify.annotations.Nullable;

/**
 * One drop folder of one center, looked at by one thread. Each look claims what has settled and
 * tells which claims can be shipped; a claim that is written to after all settles anew.
 */
public final class DropFolder {
  private static final String PROCESSING = "_processing";

  private final CenterKey center;
  private final IngestFolder folder;
  private final List<Path> parts;
  private final Path intake;
  private final Settling settling;
  private final Halves halves;
  private final Claims claims;
  private boolean recovered;

  /** The folder of this kind below the center's folder. */
  public DropFolder(
      Path dropDir,
      CenterKey center,
      IngestFolder folder,
      SettleRule rule,
      Duration sidecarWait,
      Elapsed elapsed) {
    Path centerDir = dropDir.resolve(center.value());
    Path processing = centerDir.resolve(PROCESSING).resolve(folder.folderName());
    this.center = center;
    this.folder = folder;
    this.intake = centerDir.resolve(folder.folderName());
    this.parts = List.of(centerDir, intake, centerDir.resolve(PROCESSING), processing);
    this.settling = new Settling(rule, elapsed);
    this.halves = new Halves(sidecarWait, elapsed);
    this.claims = new Claims(center, folder, intake, processing, settling);
  }

  /** Who owns what is dropped here. */
  public CenterKey center() {
    return center;
  }

  /** Which folder this is. */
  public IngestFolder folder() {
    return folder;
  }

  /** Where producers put files. */
  public Path intake() {
    return intake;
  }

  /**
   * Makes what is missing. False when a part of the path is a link or no folder: what lies behind
   * it lies outside the drop folders and is not ours to take.
   */
  public boolean prepare() throws IOException {
    for (Path part : parts) {
      if (Files.notExists(part, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(part);
      }
      if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /** Claims what has settled and tells what can be shipped; call after {@link #prepare()}. */
  public Look look() throws IOException {
    if (!recovered) {
      claims.recover();
      recovered = true;
    }
    Map<Path, Snapshot> dropped = dropped();
    List<Claim> before = claims.all();
    forgetAllBut(dropped.keySet(), before);
    Map<Path, Settling.State> states = new LinkedHashMap<>();
    dropped.forEach((file, snapshot) -> states.put(file, settling.look(file, snapshot)));
    claimSettled(states);
    return seen(claims.all(), states);
  }

  private Map<Path, Snapshot> dropped() throws IOException {
    Map<Path, Snapshot> dropped = new LinkedHashMap<>();
    for (Path file : Claims.list(intake)) {
      if (DropName.isTaken(file.getFileName().toString(), folder)) {
        Snapshot.of(file).ifPresent(snapshot -> dropped.put(file, snapshot));
      }
    }
    return dropped;
  }

  private void forgetAllBut(Collection<Path> dropped, List<Claim> claimed) {
    Set<Path> present = new HashSet<>(dropped);
    claimed.forEach(claim -> present.addAll(claim.files()));
    settling.keepOnly(present);
  }

  private void claimSettled(Map<Path, Settling.State> states) throws IOException {
    Set<String> waitingHalves = new HashSet<>();
    for (Map.Entry<String, List<Path>> group : groups(states.keySet()).entrySet()) {
      List<Path> files = group.getValue();
      boolean settled = files.stream().allMatch(file -> isSettled(states, file));
      if (settled && (isWhole(files) || halves.hasWaited(group.getKey()))) {
        claims.claim(files);
      } else if (settled) {
        waitingHalves.add(group.getKey());
      }
    }
    halves.keepOnly(waitingHalves);
  }

  private static boolean isSettled(Map<Path, Settling.State> states, Path file) {
    return states.get(file) == Settling.State.SETTLED;
  }

  private Map<String, List<Path>> groups(Collection<Path> files) {
    Map<String, List<Path>> groups = new TreeMap<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      String key = folder == IngestFolder.PREANONYMIZED_IMPORT ? DropName.stem(name) : name;
      groups.computeIfAbsent(key, first -> new ArrayList<>()).add(file);
    }
    return groups;
  }

  private boolean isWhole(List<Path> files) {
    if (folder != IngestFolder.PREANONYMIZED_IMPORT) {
      return true;
    }
    List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
    return names.stream().anyMatch(DropName::isSidecar)
        && names.stream().anyMatch(name -> DropName.isMedium(name, folder));
  }

  private Look seen(List<Claim> claimed, Map<Path, Settling.State> states) throws IOException {
    Set<Path> left = dropped().keySet();
    int hoping = (int) left.stream().filter(file -> mayStillSettle(states.get(file))).count();
    List<Claim> ready = new ArrayList<>();
    for (Claim claim : claimed) {
      Settling.State state = state(claim);
      if (state == Settling.State.SETTLED) {
        ready.add(claim);
      } else if (mayStillSettle(state)) {
        hoping++;
      }
    }
    List<Path> waiting = new ArrayList<>(left);
    claimed.forEach(claim -> waiting.addAll(claim.files()));
    return new Look(ready, hoping, givenUp(states), waiting.size(), oldest(waiting));
  }

  /** A file that came since the states were taken may settle too. */
  private static boolean mayStillSettle(Settling.@Nullable State state) {
    return state != Settling.State.RESTS && state != Settling.State.GIVEN_UP;
  }

  private static int givenUp(Map<Path, Settling.State> states) {
    return (int) states.values().stream().filter(Settling.State.GIVEN_UP::equals).count();
  }

  /**
   * That of the file that is furthest from being settled. A claim just made is still known as
   * settled; one of a former run, or one that was written to since, is not.
   */
  private Settling.State state(Claim claim) {
    Settling.State worst = Settling.State.SETTLED;
    for (Path file : claim.files()) {
      Settling.State state =
          Snapshot.of(file)
              .map(snapshot -> settling.look(file, snapshot))
              .orElse(Settling.State.RESTS);
      worst = state.compareTo(worst) > 0 ? state : worst;
    }
    return worst;
  }

  /** By the time a file came here or last changed, which copying does not preserve. */
  private static Optional<Instant> oldest(List<Path> waiting) {
    return waiting.stream().flatMap(file -> changed(file).stream()).min(Instant::compareTo);
  }

  private static Optional<Instant> changed(Path file) {
    try {
      Object changed = Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
      return changed instanceof FileTime time ? Optional.of(time.toInstant()) : Optional.empty();
    } catch (IOException | UnsupportedOperationException gone) {
      return Optional.empty();
    }
  }
}
