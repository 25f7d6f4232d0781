package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteLock;
import org.endoreg.stack.suite.SuiteState;

/**
 * A suite that gives prepared answers, and what commands said after they had asked it. What it has
 * no answer to it calls away.
 */
final class AnsweringSuite implements AutoCloseable {
  private final Path data;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final StringWriter said = new StringWriter();
  private final HttpServer server;
  private final SuiteLock lock;

  private AnsweringSuite(Path data, HttpServer server, SuiteLock lock) {
    this.data = data;
    this.server = server;
    this.lock = lock;
  }

  static AnsweringSuite on(Path data) throws IOException {
    SuiteFolder folder = new SuiteFolder(data, data);
    folder.create();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AnsweringSuite suite = new AnsweringSuite(data, server, SuiteLock.take(folder).orElseThrow());
    server.createContext("/", suite::answer);
    server.start();
    new ObjectMapper()
        .writeValue(
            Files.createDirectories(data.resolve("run")).resolve("suite.json").toFile(),
            new SuiteState(
                "http://127.0.0.1:" + server.getAddress().getPort(), null, 1, true, List.of()));
    return suite;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
    String answer = answers.get(exchange.getRequestURI().toString());
    byte[] bytes =
        (answer == null ? "{'code': 'hub_unavailable', 'detail': 'away'}" : answer)
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer == null ? 503 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** From now on this path has this answer, JSON with single quotes. */
  void answers(String path, String answer) {
    answers.put(path, answer);
  }

  /** Method, path and body of all that was asked. */
  List<String> asked() {
    return asked;
  }

  String said() {
    return said.toString();
  }

  /** Runs one of these commands and returns its exit code. */
  int run(Object command, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = data.toString();
    return Endoreg.commands(command)
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(all);
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    lock.close();
  }
}
