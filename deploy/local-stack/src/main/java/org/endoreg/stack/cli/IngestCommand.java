package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.client.UploadResult;
import org.endoreg.stack.suite.SuiteFailure;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Uploads files, or whole archives, to the running suite. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Uploads reports (PDF) and videos to the running suite and prints their jobs.",
      "",
      "A folder is walked as an archive: counted first, then sent two files at a time, links never"
          + " followed. What was sent is noted in the data folder, without names, so a run that was"
          + " stopped goes on where it ended. File names are never sent.",
      "",
      "Exit code 1 when something was refused; refused files are listed in the data folder, in"
          + " archive/refused.txt."
    })
final class IngestCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Option(names = "--center", paramLabel = "KEY", description = "Center the files belong to.")
  private String center = "";

  @Option(
      names = "--json",
      description = "Print one JSON array; for a folder one JSON object a line as it happens.")
  private boolean json;

  @ArgGroup(exclusive = false, heading = "%nFor folders:%n")
  private ArchiveLimits limits = new ArchiveLimits();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files or folders to upload.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    HubClient client = RunningSuite.client(choice.folder());
    String target = center.isEmpty() ? choice.centers.get(0) : center;
    PrintWriter out = spec.commandLine().getOut();
    List<Path> folders = files.stream().filter(IngestCommand::isFolder).toList();
    List<Path> single = files.stream().filter(file -> !isFolder(file)).toList();
    boolean whole = single.isEmpty() || uploadAll(client, single, target, out);
    if (!folders.isEmpty()) {
      whole &= new ArchiveRun(choice.folder(), limits, out, json).send(client, folders, target);
    }
    out.flush();
    return whole ? 0 : 1;
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean uploadAll(HubClient client, List<Path> single, String target, PrintWriter out)
      throws IOException {
    List<UploadResult> accepted = new ArrayList<>();
    int refused = 0;
    for (Path file : single) {
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
    return refused == 0;
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
