package org.endoreg.stack.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.endoreg.stack.backup.Restore;
import org.endoreg.stack.progress.Terminal;
import org.endoreg.stack.progress.TransferProgress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a data folder from a backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Restores a backup into a new or empty data folder, after every file of it was checked"
          + " against its hash. Start the suite on it with ./endoreg up --data afterwards.",
      "",
      "Exit code 0: everything is back. 1: nothing was restored, the message says why. 3: restored,"
          + " but blobs are missing from the backup; they are listed, nothing is repaired, and the"
          + " ledger's integrity check marks their jobs lost."
    })
final class RestoreCommand implements Callable<Integer> {
  private static final int NOT_WHOLE = 3;

  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Parameters(paramLabel = "DIR", description = "The folder of the backup.")
  private Path from = Path.of("");

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "Where the keys of this backup are (default: keys in DIR).")
  private @Nullable Path keys;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    TransferProgress progress = new TransferProgress(out, Terminal.isWatched());
    long begun = System.nanoTime();
    Restore.Result result =
        new Restore(from, Optional.ofNullable(keys), choice.folder(), progress).run();
    print(out, result, Duration.ofNanos(System.nanoTime() - begun));
    return result.isWhole() ? 0 : NOT_WHOLE;
  }

  private void print(PrintWriter out, Restore.Result result, Duration took) {
    out.printf(
        Locale.ROOT,
        "%s restored as of %s to %s in %.1f s%n",
        result.isWhole() ? "✔" : "!",
        result.manifest().takenAt(),
        choice.folder().data(),
        took.toMillis() / 1000.0);
    if (result.orphans() > 0) {
      out.printf("  %d blobs newer than the rows are kept, no row names them%n", result.orphans());
    }
    if (result.knownMissing() > 0) {
      out.printf("  %d blobs were not there at the backup either%n", result.knownMissing());
    }
    if (result.missingCount() > 0) {
      out.printf("! %d blobs are missing from the backup:%n", result.missingCount());
      result.missing().forEach(line -> out.println("    " + line));
    }
    out.flush();
  }
}
