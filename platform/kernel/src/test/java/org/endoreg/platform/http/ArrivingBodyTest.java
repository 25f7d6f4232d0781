package org.endoreg.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.endoreg.platform.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real server and sockets; requests stand paused until they are read, as services do it. */
class ArrivingBodyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MEBIBYTE = 1 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<HttpServerRequest> requests = new LinkedBlockingQueue<>();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    HttpServer server =
        vertx.createHttpServer().requestHandler(request -> requests.add(request.pause()));
    port =
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get().actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, 9 * MEBIBYTE})
  void everyByteOnceAndThenTheEnd(int size) throws Exception {
    byte[] sent = noise(size);
    try (Socket sender = begun(size)) {
      CompletableFuture<Void> sending = sending(sender, sent);
      ArrivingBody body = body(PATIENCE, Long.MAX_VALUE);
      assertThat(body.readAllBytes()).isEqualTo(sent);
      assertThat(body.read()).isEqualTo(-1);
      sending.get(10, TimeUnit.SECONDS);
    }
  }

  /** Or else a fast sender would fill the memory of a hub whose disk is slow. */
  @Test
  void aSenderWaitsForWhoReads() throws Exception {
    byte[] sent = noise(64 * MEBIBYTE);
    try (Socket sender = begun(sent.length)) {
      CompletableFuture<Void> sending = sending(sender, sent);
      ArrivingBody body = body(PATIENCE, Long.MAX_VALUE);
      int first = body.read();
      // Time enough to send all of it to somebody who takes everything.
      Thread.sleep(500);
      assertThat(sending).isNotDone();
      assertThat(first).isEqualTo(sent[0] & 0xff);
      assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(sent, 1, sent.length));
    }
  }

  @Test
  void whatArrivedIsReadBeforeTheFailureIsTold() throws Exception {
    byte[] sent = noise(300_000);
    ArrivingBody body;
    try (Socket sender = begun(sent.length + 1)) {
      sender.getOutputStream().write(sent);
      body = body(PATIENCE, Long.MAX_VALUE);
    }
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    assertThatThrownBy(() -> body.transferTo(read)).isInstanceOf(IOException.class);
    assertThat(read.toByteArray()).isEqualTo(sent);
  }

  @Test
  void aSilentSenderIsLetGo() throws Exception {
    try (Socket sender = begun(10)) {
      ArrivingBody body = body(Duration.ofMillis(300), Long.MAX_VALUE);
      assertThatThrownBy(body::read).isInstanceOf(IOException.class);
      assertThat(sender.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void moreThanTheLimitIsRefused() throws Exception {
    try (Socket sender = begun(2_000)) {
      sender.getOutputStream().write(noise(2_000));
      ArrivingBody body = body(PATIENCE, 1_999);
      assertThatThrownBy(body::readAllBytes).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void anInterruptEndsTheReadAndNotTheBody() throws Exception {
    byte[] sent = noise(1_000);
    try (Socket sender = begun(sent.length)) {
      ArrivingBody body = body(PATIENCE, Long.MAX_VALUE);
      AtomicReference<Throwable> told = new AtomicReference<>();
      Thread reader = new Thread(() -> told.set(failureOf(body)));
      reader.start();
      await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
      reader.interrupt();
      reader.join(10_000);
      assertThat(told.get()).isInstanceOf(InterruptedIOException.class);

      sender.getOutputStream().write(sent);
      assertThat(body.readAllBytes()).isEqualTo(sent);
    }
  }

  @Test
  void aSenderThatAsksBeforeItSendsIsTold() throws Exception {
    try (Socket sender = begun(3, "Expect: 100-continue\r\n")) {
      ArrivingBody body = body(PATIENCE, Long.MAX_VALUE);
      CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> readAll(body));
      byte[] word = sender.getInputStream().readNBytes("HTTP/1.1 100".length());
      assertThat(new String(word, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
      sender.getOutputStream().write(new byte[] {1, 2, 3});
      assertThat(read.get(10, TimeUnit.SECONDS)).containsExactly(1, 2, 3);
    }
  }

  private static byte[] readAll(ArrivingBody body) {
    try {
      return body.readAllBytes();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Throwable failureOf(ArrivingBody body) {
    try {
      return new AssertionError("read " + body.read());
    } catch (IOException failed) {
      return failed;
    }
  }

  private Socket begun(int length, String... headers) throws IOException {
    Socket sender = new Socket(InetAddress.getLoopbackAddress(), port);
    String head =
        "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: "
            + length
            + "\r\n"
            + String.join("", headers)
            + "\r\n";
    sender.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return sender;
  }

  private static CompletableFuture<Void> sending(Socket sender, byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            OutputStream out = sender.getOutputStream();
            out.write(bytes);
          } catch (IOException failed) {
            throw new IllegalStateException(failed);
          }
        });
  }

  private ArrivingBody body(Duration patience, long limit) throws InterruptedException {
    HttpServerRequest request = requests.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return new ArrivingBody(request, patience, limit);
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
