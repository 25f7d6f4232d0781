package org.endoreg.stack.suite;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One service of the suite: its packaged application in a JVM of its own, configured by its
 * environment.
 */
record ServicePart(
    ServiceKind kind,
    int port,
    SuiteFolder folder,
    Map<String, String> settings,
    Path application,
    ClassArchive classes)
    implements Part {
  private static final int ENDED_BY_REQUEST = 143;

  static ServicePart of(
      ServiceKind kind, int port, SuiteFolder folder, Map<String, String> settings) {
    String name = kind.folderName();
    Path application = kind.application(folder);
    ClassArchive classes = ClassArchive.of(folder, name, application);
    return new ServicePart(kind, port, folder, settings, application, classes);
  }

  @Override
  public String name() {
    return kind.folderName();
  }

  @Override
  public Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(folder.data().toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.logs().resolve(name() + ".log").toFile()));
    builder.environment().putAll(settings);
    return builder.start();
  }

  private List<String> command() {
    if (!Files.exists(application)) {
      throw new SuiteFailure(name() + " is not built: " + application + " is missing");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(kind.jvmOptions());
    command.addAll(classes.jvmOptions());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-jar");
    command.add(application.toString());
    return command;
  }

  @Override
  public boolean isReady() {
    return HttpProbe.isOk(URI.create("http://127.0.0.1:" + port + "/q/health/ready"));
  }

  @Override
  public void stop(Process process) {
    process.destroy();
  }

  @Override
  public void ended(int exitCode) {
    if (exitCode == ENDED_BY_REQUEST) {
      classes.keep();
    }
  }
}
