package org.endoreg.stack.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.endoreg.stack.suite.SuiteFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the end of the logs. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Prints the last lines of one part's log, or of all.")
final class LogsCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "Lines per part (default: ${DEFAULT-VALUE}).")
  private int lines = 50;

  @Parameters(
      arity = "0..1",
      paramLabel = "PART",
      description = "For instance ingest-gateway or kafka.")
  private String part = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Path> files = logFiles();
    if (files.isEmpty()) {
      throw new SuiteFailure("no log of " + (part.isEmpty() ? "any part" : part));
    }
    for (Path file : files) {
      out.println("── " + file);
      print(out, file);
    }
    out.flush();
    return 0;
  }

  private List<Path> logFiles() throws IOException {
    Path data = choice.folder().data();
    List<Path> known =
        List.of(data.resolve("postgres/postgres.log"), data.resolve("kafka/kafka.log"));
    Path logs = choice.folder().logs();
    if (!Files.isDirectory(logs)) {
      return List.of();
    }
    try (Stream<Path> services = Files.list(logs)) {
      return Stream.concat(known.stream(), services.sorted())
          .filter(Files::exists)
          .filter(file -> part.isEmpty() || file.getFileName().toString().startsWith(part))
          .toList();
    }
  }

  private void print(PrintWriter out, Path file) throws IOException {
    List<String> all = Files.readAllLines(file);
    all.subList(Math.max(0, all.size() - lines), all.size()).forEach(out::println);
  }
}
