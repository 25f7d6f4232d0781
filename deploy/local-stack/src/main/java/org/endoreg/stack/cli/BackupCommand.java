package org.endoreg.stack.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.endoreg.stack.backup.Backup;
import org.endoreg.stack.backup.Manifest;
import org.endoreg.stack.progress.Terminal;
import org.endoreg.stack.progress.TransferProgress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one backup of the suite, running or stopped. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Makes one consistent backup of databases, blobs, keys and passwords, while the suite runs"
          + " or stands still. DIR is one backup: a new or empty folder.",
      "",
      "The keys go to DIR/keys or, with --keys-to, elsewhere. Keep them apart from the rest, best"
          + " in two places under two persons: without them nobody can read the backup, you neither;"
          + " together with the rest they open everything.",
      "",
      "Not in it: files that still wait in drop folders, unfinished uploads (they are sent again),"
          + " events on the broker (they are published again), accounts made in Keycloak, logs."
    })
final class BackupCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Parameters(paramLabel = "DIR", description = "The folder of this backup.")
  private Path target = Path.of("");

  @Option(
      names = "--keys-to",
      paramLabel = "DIR",
      description = "Where the keys go instead, for instance another disk; a new or empty folder.")
  private @Nullable Path keysTo;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    TransferProgress progress = new TransferProgress(out, Terminal.isWatched());
    long begun = System.nanoTime();
    Manifest manifest =
        new Backup(choice.folder(), target, Optional.ofNullable(keysTo), progress).run();
    print(out, manifest, Duration.ofNanos(System.nanoTime() - begun));
    return 0;
  }

  private void print(PrintWriter out, Manifest manifest, Duration took) {
    out.printf(
        Locale.ROOT,
        "✔ backup of %s in %s%n  %d databases, %d rows, %.1f MiB; %d blobs, %.1f MiB; %.1f s%n",
        manifest.takenAt(),
        target.toAbsolutePath().normalize(),
        manifest.databases().size(),
        rows(manifest),
        manifest.database().bytes() / 1048576.0,
        manifest.blobs().files(),
        manifest.blobs().bytes() / 1048576.0,
        took.toMillis() / 1000.0);
    out.printf(
        "  keys in %s: keep them apart from the rest%n",
        (keysTo == null ? target.resolve("keys") : keysTo).toAbsolutePath().normalize());
    warn(out, manifest);
    out.flush();
  }

  private static long rows(Manifest manifest) {
    return manifest.databases().stream()
        .flatMap(database -> database.tables().values().stream())
        .mapToLong(table -> table.rows())
        .sum();
  }

  private static void warn(PrintWriter out, Manifest manifest) {
    if (manifest.dropFiles() > 0) {
      out.printf("! %d files wait in drop folders and are not in it%n", manifest.dropFiles());
    }
    if (!manifest.settled()) {
      out.println("! submissions the ledger had not read yet may not be in it; ./endoreg doctor");
    }
    if (manifest.missing().blobs() > 0) {
      out.printf(
          "  %d blobs that rows name are not there (cleaned-up sources, or lost):"
              + " missing-blobs.txt%n",
          manifest.missing().blobs());
    }
  }
}
