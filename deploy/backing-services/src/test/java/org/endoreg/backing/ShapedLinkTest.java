package org.endoreg.backing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.endoreg.backing.ShapedLink.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each way the line can be bad, seen from both of its ends, which are real sockets. */
@Timeout(value = 120)
class ShapedLinkTest {
  private static final int MEGABYTE = 1 << 20;

  private final BlockingQueue<Socket> arrived = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private Thread taking;
  private ShapedLink link;

  @BeforeEach
  void open() throws IOException {
    listen(0);
    link = ShapedLink.to(target());
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    server.close();
  }

  @Test
  void whatIsSentArrivesInBothDirectionsAndIsCounted() throws Exception {
    Ends ends = connect(link);
    byte[] up = bytes(3 * MEGABYTE, 1);
    byte[] down = bytes(MEGABYTE, 2);
    CompletableFuture<byte[]> atServer = read(ends.server());
    CompletableFuture<byte[]> atClient = read(ends.client());
    send(ends.client(), up);
    send(ends.server(), down);
    assertThat(atServer.get(60, TimeUnit.SECONDS)).isEqualTo(up);
    assertThat(atClient.get(60, TimeUnit.SECONDS)).isEqualTo(down);
    assertThat(link.taken(Way.UP)).isEqualTo(up.length);
    await().untilAsserted(() -> assertThat(link.delivered(Way.DOWN)).isEqualTo(down.length));
    await().atMost(Duration.ofSeconds(20)).until(() -> link.connections() == 0);
  }

  @Test
  void aDelayedByteArrivesThatMuchLater() throws Exception {
    link.delay(Way.UP, Duration.ofMillis(300));
    Ends ends = connect(link);
    long begun = System.nanoTime();
    ends.client().getOutputStream().write(7);
    assertThat(ends.server().getInputStream().read()).isEqualTo(7);
    assertThat(since(begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    await().untilAsserted(() -> assertThat(link.delivered(Way.UP)).isEqualTo(1));
  }

  @Test
  void aDelayedLineHoldsNoMoreThanItsWindow() throws Exception {
    int window = 3 * MEGABYTE;
    link.window(Way.UP, window);
    link.delay(Way.UP, Duration.ofHours(1));
    Ends ends = connect(link);
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(ends, 32 * MEGABYTE));
    await().atMost(Duration.ofSeconds(30)).until(() -> link.taken(Way.UP) >= window);
    Thread.sleep(200);
    // one piece more is in the hand of the one that waits for room
    assertThat(link.taken(Way.UP)).isLessThanOrEqualTo(window + (1 << 14));
    assertThat(sending).isNotDone();
    link.cut();
  }

  @Test
  void aRateBoundsWhatPasses() throws Exception {
    Ends ends = connect(link);
    CompletableFuture<byte[]> atServer = read(ends.server());
    link.rate(Way.UP, MEGABYTE);
    long begun = System.nanoTime();
    send(ends.client(), bytes(MEGABYTE, 3));
    assertThat(atServer.get(60, TimeUnit.SECONDS)).hasSize(MEGABYTE);
    // a busy machine makes it slower, nothing makes it faster
    assertThat(since(begun)).isGreaterThan(Duration.ofMillis(800));
  }

  @Test
  void aRateIsSetWhileBytesPass() throws Exception {
    link.rate(Way.UP, 1024);
    Ends ends = connect(link);
    CompletableFuture<byte[]> atServer = read(ends.server());
    byte[] sent = bytes(2 * MEGABYTE, 4);
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(ends.client(), sent));
    await().atMost(Duration.ofSeconds(20)).until(() -> link.delivered(Way.UP) > 0);
    assertThat(link.delivered(Way.UP)).isLessThan(MEGABYTE);
    link.rate(Way.UP, 0);
    // at 1024 bytes per second this would take half an hour
    assertThat(atServer.get(60, TimeUnit.SECONDS)).isEqualTo(sent);
    assertThat(sending).isCompleted();
  }

  @Test
  void bytesAreWholeAfterStalls() throws Exception {
    link.rate(Way.UP, 4L * MEGABYTE);
    Ends ends = connect(link);
    CompletableFuture<byte[]> atServer = read(ends.server());
    byte[] sent = bytes(4 * MEGABYTE, 5);
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(ends.client(), sent));
    for (int stall = 0; stall < 3; stall++) {
      long before = link.delivered(Way.UP);
      await().atMost(Duration.ofSeconds(20)).until(() -> link.delivered(Way.UP) > before);
      link.stall(Duration.ofMillis(150));
    }
    assertThat(atServer.get(60, TimeUnit.SECONDS)).isEqualTo(sent);
    assertThat(sending).isCompleted();
  }

  @Test
  void nothingPassesDuringAStall() throws Exception {
    Ends ends = connect(link);
    link.stall(Duration.ofMillis(400));
    long begun = System.nanoTime();
    ends.client().getOutputStream().write(1);
    assertThat(ends.server().getInputStream().read()).isEqualTo(1);
    assertThat(since(begun)).isGreaterThan(Duration.ofMillis(350));
  }

  @Test
  void aCutIsAResetAtBothEndsAndTheNextConnectionPasses() throws Exception {
    Ends ends = connect(link);
    assertThat(link.cut()).isEqualTo(1);
    assertThatThrownBy(() -> ends.client().getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> ends.server().getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertThat(link.cut()).isZero();
    assertPasses(connect(link));
  }

  @Test
  void aPlannedCutComesWhereItWasPlannedHoweverLateATestLooks() throws Exception {
    link.cutOnceDelivered(List.of(2L * MEGABYTE, (long) MEGABYTE));
    for (int cut = 1; cut <= 2; cut++) {
      Ends ends = connect(link);
      CompletableFuture<byte[]> atServer = read(ends.server());
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> send(ends.client(), bytes(4 * MEGABYTE, 5)));
      sending.handle((sent, reset) -> 0).get(60, TimeUnit.SECONDS);
      atServer.handle((bytes, reset) -> 0).get(60, TimeUnit.SECONDS);
      assertThat(link.delivered(Way.UP))
          .isBetween((long) cut * MEGABYTE, (long) cut * MEGABYTE + MEGABYTE / 8);
      int made = cut;
      await().untilAsserted(() -> assertThat(link.plannedCutsMade()).isEqualTo(made));
    }
    assertPasses(connect(link));
  }

  @Test
  void aHalfCloseEndsWhatIsSentAndLetsTheAnswerPass() throws Exception {
    Ends ends = connect(link);
    assertThat(link.halfClose()).isEqualTo(1);
    assertThat(link.halfClose()).isZero();
    assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
    ends.client().getOutputStream().write(1);
    ends.server().getOutputStream().write(9);
    assertThat(ends.client().getInputStream().read()).isEqualTo(9);
    assertThat(link.delivered(Way.UP)).isZero();
  }

  @Test
  void aLineThatIsDownRefusesAndComesBackOnItsPort() throws Exception {
    Ends ends = connect(link);
    int port = link.port();
    link.down();
    assertThatThrownBy(() -> ends.client().getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> dial(link)).isInstanceOf(ConnectException.class);
    link.up();
    assertThat(link.port()).isEqualTo(port);
    assertPasses(connect(link));
  }

  @Test
  void aTargetThatIsAwayCostsOneConnectionAndNotTheLine() throws Exception {
    int port = server.getLocalPort();
    server.close();
    // until it has ended it may still take a connection, and keep it open
    taking.join();
    try (Socket client = dial(link)) {
      assertThatThrownBy(() -> requireByte(client)).isInstanceOf(IOException.class);
    }
    listen(port);
    assertPasses(connect(link));
  }

  @Test
  void aRecordingHoldsEveryByteOfBothDirections(@TempDir Path folder) throws Exception {
    Path recorded = folder.resolve("recorded");
    byte[] up = bytes(MEGABYTE, 6);
    byte[] down = bytes(10_000, 7);
    try (ShapedLink recording = ShapedLink.recording(target(), recorded)) {
      Ends ends = connect(recording);
      CompletableFuture<byte[]> atServer = read(ends.server());
      CompletableFuture<byte[]> atClient = read(ends.client());
      send(ends.client(), up);
      send(ends.server(), down);
      atServer.get(60, TimeUnit.SECONDS);
      atClient.get(60, TimeUnit.SECONDS);
    }
    assertThat(Files.readAllBytes(recorded.resolve("0001-up.bin"))).isEqualTo(up);
    assertThat(Files.readAllBytes(recorded.resolve("0001-down.bin"))).isEqualTo(down);
  }

  /** A connection as its two ends see it. */
  private record Ends(Socket client, Socket server) {}

  private Ends connect(ShapedLink over) throws IOException, InterruptedException {
    Socket client = dial(over);
    Socket end = arrived.poll(30, TimeUnit.SECONDS);
    assertThat(end).as("a connection arrives").isNotNull();
    await().atMost(Duration.ofSeconds(20)).until(() -> over.connections() > 0);
    return new Ends(client, end);
  }

  private static Socket dial(ShapedLink over) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), over.port());
  }

  private InetSocketAddress target() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  private void take() {
    ServerSocket here = server;
    try {
      while (true) {
        arrived.add(here.accept());
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void listen(int port) throws IOException {
    server = new ServerSocket(port, 16, InetAddress.getLoopbackAddress());
    taking = new Thread(this::take, "taking");
    taking.setDaemon(true);
    taking.start();
  }

  private static void assertPasses(Ends ends) throws IOException {
    ends.client().getOutputStream().write(42);
    assertThat(ends.server().getInputStream().read()).isEqualTo(42);
  }

  private static void requireByte(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("ended");
    }
  }

  private static CompletableFuture<byte[]> read(Socket from) {
    return CompletableFuture.supplyAsync(
        () -> {
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          try {
            from.getInputStream().transferTo(all);
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
          return all.toByteArray();
        },
        work -> new Thread(work, "reading").start());
  }

  private static void send(Ends ends, int length) {
    try {
      ends.client().getOutputStream().write(new byte[length]);
    } catch (IOException cut) {
      return;
    }
  }

  private static void send(Socket to, byte[] bytes) {
    try {
      to.getOutputStream().write(bytes);
      to.shutdownOutput();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
