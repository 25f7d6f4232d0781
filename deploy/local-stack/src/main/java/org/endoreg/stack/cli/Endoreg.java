package org.endoreg.stack.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.endoreg.backing.BackingFailure;
import org.endoreg.stack.suite.SuiteFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command people type. Failures the suite foresees are one line on standard error and exit code
 * 1.
 */
@Command(
    name = "endoreg",
    mixinStandardHelpOptions = true,
    version = "EndoReg Hub 0.1.0",
    description = "Runs the EndoReg Hub suite on this machine.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      IngestCommand.class,
      LogsCommand.class,
      DoctorCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      NodeCommand.class,
      TransferCommand.class,
      ConflictCommand.class
    },
    footer = {"", "Also: endoreg test    runs the whole test suite."})
public final class Endoreg {
  private Endoreg() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Logger.getLogger("").setLevel(Level.SEVERE);
    System.exit(commands(new Endoreg()).execute(arguments));
  }

  /** A command that ends foreseen failures as it should. */
  static CommandLine commands(Object command) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              if (failure instanceof SuiteFailure || failure instanceof BackingFailure) {
                failed.getErr().println("✘ " + failure.getMessage());
                return 1;
              }
              throw failure;
            });
  }
}
