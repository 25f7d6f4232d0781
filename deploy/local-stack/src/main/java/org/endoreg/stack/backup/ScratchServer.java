package org.endoreg.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;

/**
 * Opens a copied database folder with a server of its own for a short look, and closes it cleanly:
 * afterwards the copy needs no recovery and has been proven to open. While it is open, the
 * superuser's password lies beside the data.
 */
final class ScratchServer {
  private final Path folder;
  private final Path cache;
  private final Path password;

  /** Over the database folder of a copy, with the superuser's password from {@code password}. */
  ScratchServer(Path folder, Path cache, Path password) {
    this.folder = folder;
    this.cache = cache;
    this.password = password;
  }

  <T> T look(Function<OpenedDatabases, T> look) throws IOException {
    Path beside = folder.resolve("superuser.password");
    if (!Files.exists(beside)) {
      HashedCopy.write(beside, Files.readAllBytes(password));
    }
    Postgres postgres = new Postgres(folder, cache, Ports.free());
    Process process = postgres.start();
    T seen;
    try {
      seen = look.apply(new OpenedDatabases(postgres));
    } catch (RuntimeException failed) {
      Postgres.stop(process);
      throw failed;
    }
    Postgres.stopCleanly(process);
    return seen;
  }

  /** Removes what the server left besides its data. */
  void tidy() throws IOException {
    Files.deleteIfExists(folder.resolve("superuser.password"));
    Files.deleteIfExists(folder.resolve("postgres.log"));
    Files.deleteIfExists(folder.resolve("data/postmaster.opts"));
    Files.deleteIfExists(folder.resolve("data/backup_label.old"));
  }
}
