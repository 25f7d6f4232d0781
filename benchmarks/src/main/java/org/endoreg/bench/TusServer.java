package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;

/** The tus server of Node with its file store, on loopback; npm fetches it into the folder. */
final class TusServer implements AutoCloseable {
  private static final String PACKAGES =
      """
      {"private": true, "type": "module",
       "dependencies": {"@tus/server": "2.4.5", "@tus/file-store": "2.1.1"}}
      """;
  private static final String PROGRAM =
      """
      import {Server} from '@tus/server'
      import {FileStore} from '@tus/file-store'
      new Server({path: '/files', datastore: new FileStore({directory: process.argv[2]})})
        .listen({host: '127.0.0.1', port: Number(process.argv[3])})
      """;

  private final Process process;
  private final int port;
  private final Path files;

  private TusServer(Process process, int port, Path files) {
    this.process = process;
    this.port = port;
    this.files = files;
  }

  static TusServer start(Path folder) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("package.json"), PACKAGES);
    Files.writeString(folder.resolve("server.mjs"), PROGRAM);
    int installed =
        new ProcessBuilder("npm", "install", "--silent", "--no-audit", "--no-fund")
            .directory(folder.toFile())
            .inheritIO()
            .start()
            .waitFor();
    if (installed != 0) {
      throw new IllegalStateException("npm could not fetch @tus/server");
    }
    int port = Ports.free();
    Path files = Files.createDirectories(folder.resolve("files"));
    Process process =
        new ProcessBuilder("node", "server.mjs", files.toString(), Integer.toString(port))
            .directory(folder.toFile())
            .inheritIO()
            .start();
    TusServer server = new TusServer(process, port, files);
    Loopback.awaitListener(process, port, "@tus/server");
    return server;
  }

  String address() {
    return "http://127.0.0.1:" + port + "/files";
  }

  List<ProcessHandle> processes() {
    return List.of(process.toHandle());
  }

  void forget() throws IOException {
    try (Stream<Path> stored = Files.list(files)) {
      for (Path file : stored.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
