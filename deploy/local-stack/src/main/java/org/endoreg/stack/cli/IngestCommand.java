package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.client.UploadResult;
import org.endoreg.stack.suite.SuiteFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Uploads files to the running suite. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = "Uploads reports (PDF) and videos to the running suite and prints their jobs.")
final class IngestCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Option(names = "--center", paramLabel = "KEY", description = "Center the files belong to.")
  private String center = "";

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to upload.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    HubClient client = RunningSuite.client(choice.folder());
    String target = center.isEmpty() ? choice.centers.get(0) : center;
    PrintWriter out = spec.commandLine().getOut();
    List<UploadResult> accepted = new ArrayList<>();
    int refused = 0;
    for (Path file : files) {
      try {
        accepted.add(upload(client, file, target, out));
      } catch (SuiteFailure refusal) {
        refused++;
        spec.commandLine().getErr().println("✘ " + file + ": " + refusal.getMessage());
      }
    }
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(accepted));
    }
    out.flush();
    return refused == 0 ? 0 : 1;
  }

  private UploadResult upload(HubClient client, Path file, String target, PrintWriter out) {
    if (!Files.isRegularFile(file)) {
      throw new SuiteFailure("no such file");
    }
    UploadResult result = client.upload(file, target);
    if (!json) {
      out.printf("✔ %s → job %s%s%n", file, result.jobId(), result.reused() ? " (known)" : "");
      out.flush();
    }
    return result;
  }
}
