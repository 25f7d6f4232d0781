package org.endoreg.watcher.drop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;

/**
 * The {@code _processing} folder of one drop folder: claims by renaming, where no producer reaches
 * a file by its old name any more. The two files of a pair cannot be renamed in one step, so they
 * move into a folder whose own name becomes final only when both are in; what a crash left between
 * goes back to the drop folder.
 */
final class Claims {
  private static final String UUID_TEXT = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern FILE = Pattern.compile(UUID_TEXT + "(\\.[a-z0-9]{1,4})?");
  private static final Pattern FOLDER = Pattern.compile(UUID_TEXT);
  private static final String CLAIMING = ".claiming";

  private final CenterKey center;
  private final IngestFolder folder;
  private final Path intake;
  private final Path processing;
  private final Settling settling;

  Claims(CenterKey center, IngestFolder folder, Path intake, Path processing, Settling settling) {
    this.center = center;
    this.folder = folder;
    this.intake = intake;
    this.processing = processing;
    this.settling = settling;
  }

  /** Everything claimed and not yet shipped, also by a former run. */
  List<Claim> all() throws IOException {
    List<Claim> claims = new ArrayList<>();
    for (Path place : list(processing)) {
      String name = place.getFileName().toString();
      boolean isFolder = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
      if (isFolder && FOLDER.matcher(name).matches()) {
        pair(place, claims);
      } else if (!isFolder && FILE.matcher(name).matches()) {
        claims.add(new Claim(place, center, folder, List.of(place), List.of()));
      }
    }
    return claims;
  }

  private void pair(Path place, List<Claim> claims) throws IOException {
    List<Path> files = list(place);
    if (files.isEmpty()) {
      Files.deleteIfExists(place);
      return;
    }
    List<Path> media = files.stream().filter(file -> !isSidecar(file)).toList();
    List<Path> sidecars = files.stream().filter(Claims::isSidecar).toList();
    claims.add(new Claim(place, center, folder, media, sidecars));
  }

  private static boolean isSidecar(Path file) {
    return DropName.isSidecar(file.getFileName().toString());
  }

  /** Takes what belongs together; nothing when its producer took any of it away meanwhile. */
  void claim(List<Path> files) throws IOException {
    String id = UUID.randomUUID().toString();
    if (folder == IngestFolder.PREANONYMIZED_IMPORT) {
      claimTogether(files, id);
      return;
    }
    Path file = files.get(0);
    String ending = DropName.ending(file.getFileName().toString());
    take(file, processing.resolve(id + "." + ending));
  }

  private void claimTogether(List<Path> files, String id) throws IOException {
    Path claiming = Files.createDirectory(processing.resolve(id + CLAIMING));
    Path place = processing.resolve(id);
    for (Path file : files) {
      if (!take(file, claiming.resolve(file.getFileName()))) {
        giveBack(claiming);
        return;
      }
    }
    Files.move(claiming, place, StandardCopyOption.ATOMIC_MOVE);
    for (Path file : files) {
      Path name = file.getFileName();
      settling.renamed(claiming.resolve(name), place.resolve(name));
    }
  }

  private boolean take(Path file, Path target) throws IOException {
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException takenAway) {
      return false;
    }
    settling.renamed(file, target);
    return true;
  }

  /** Puts in order what a former run left half done; call before anything is claimed. */
  void recover() throws IOException {
    for (Path left : list(processing)) {
      String name = left.getFileName().toString();
      if (name.endsWith(CLAIMING)) {
        giveBack(left);
      } else if (name.endsWith(Claim.DONE)) {
        Claim.empty(left);
      } else if (name.endsWith(Claim.NOTE)) {
        removeLoneNote(left, name);
      }
    }
  }

  /** A name that is taken again by now keeps its claim: the newer drop is another one. */
  private void giveBack(Path claiming) throws IOException {
    for (Path file : list(claiming)) {
      Path before = intake.resolve(file.getFileName());
      if (!Files.exists(before, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(file, before, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    if (list(claiming).isEmpty()) {
      Files.delete(claiming);
      return;
    }
    String name = claiming.getFileName().toString();
    String id = name.substring(0, name.length() - CLAIMING.length());
    Files.move(claiming, processing.resolve(id), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void removeLoneNote(Path note, String name) throws IOException {
    String claim = name.substring(0, name.length() - Claim.NOTE.length());
    if (!Files.exists(note.resolveSibling(claim), LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(note);
    }
  }

  static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
