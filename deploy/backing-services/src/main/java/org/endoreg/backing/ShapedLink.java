package org.endoreg.backing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line between a client and a server that can be as bad as a real one: slow, late, standing
 * still, cut, half closed or down. It listens on loopback and hands every connection on; what
 * happens to one connection never ends the line. Everything may be changed while it is used.
 */
public final class ShapedLink implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final InetSocketAddress target;
  private final Optional<Path> recording;
  private final int port;
  private final Shape up = new Shape();
  private final Shape down = new Shape();
  private final Set<ShapedConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger plannedCutsMade = new AtomicInteger();
  private volatile ServerSocket door;

  private ShapedLink(InetSocketAddress target, Optional<Path> recording) throws IOException {
    this.target = target;
    this.recording = recording;
    this.port = Ports.free();
    this.door = listen();
  }

  /** A direction: up is to the target, down is back to the client. */
  public enum Way {
    UP,
    DOWN
  }

  /** A line that changes nothing until it is told to. */
  public static ShapedLink to(InetSocketAddress target) throws IOException {
    return new ShapedLink(target, Optional.empty());
  }

  /**
   * The same, and every byte it takes is kept below this folder: a file for each connection and
   * way, so that nothing that is searched for is torn apart by bytes of another stream.
   */
  public static ShapedLink recording(InetSocketAddress target, Path folder) throws IOException {
    Files.createDirectories(folder);
    return new ShapedLink(target, Optional.of(folder));
  }

  /** The loopback port clients connect to, the same after {@link #down} and {@link #up}. */
  public int port() {
    return port;
  }

  /** At most so many bytes per second over all connections; 0 is no limit. */
  public void rate(Way way, long bytesPerSecond) {
    shape(way).rate(bytesPerSecond);
  }

  /** Every byte arrives so much later. No more than the window are on the way. */
  public void delay(Way way, Duration delay) {
    shape(way).delay(delay);
  }

  /**
   * How many bytes of one connection may be on the way, 256 KiB unless told; counts for connections
   * to come. A line is full when the window is its rate times its delay.
   */
  public void window(Way way, int bytes) {
    shape(way).window(bytes);
  }

  /** Nothing passes in either direction for so long; connections stay open. */
  public void stall(Duration length) {
    up.stall(length);
    down.stall(length);
  }

  /**
   * Ends what clients send: the target sees the end of the stream, while its answers still pass.
   *
   * @return how many connections it hit
   */
  public int halfClose() {
    return (int) open.stream().filter(ShapedConnection::halfClose).count();
  }

  /**
   * Resets every open connection on both ends; what was on the way is lost.
   *
   * @return how many connections it hit
   */
  public int cut() {
    return (int) open.stream().filter(ShapedConnection::reset).count();
  }

  /**
   * Cuts by itself, each time so many bytes in all have arrived at the target: a place that does
   * not depend on when a test looks.
   */
  public void cutOnceDelivered(List<Long> places) {
    up.planCuts(places);
  }

  /** How many of the planned cuts there were. */
  public int plannedCutsMade() {
    return plannedCutsMade.get();
  }

  private void cutAsPlanned() {
    cut();
    plannedCutsMade.incrementAndGet();
  }

  /** Cuts everything and refuses connections from now on. */
  public synchronized void down() throws IOException {
    door.close();
    cut();
  }

  /** Takes connections again, on the same port. */
  public synchronized void up() throws IOException {
    if (door.isClosed()) {
      door = listen();
    }
  }

  /** Connections that are open now. */
  public int connections() {
    return open.size();
  }

  /** Connections there have been. */
  public int accepted() {
    return accepted.get();
  }

  /** Bytes the line took from whoever sends this way. */
  public long taken(Way way) {
    return shape(way).taken();
  }

  /** Bytes that arrived at the other end; what is missing to those taken is on the way or lost. */
  public long delivered(Way way) {
    return shape(way).delivered();
  }

  @Override
  public void close() throws IOException {
    down();
  }

  private Shape shape(Way way) {
    return way == Way.UP ? up : down;
  }

  private ServerSocket listen() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.setReceiveBufferSize(ShapedConnection.SOCKET_BUFFER);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    ShapedConnection.thread("link-door", () -> accept(socket));
    return socket;
  }

  /** One that cannot be taken is its client's matter; a closed door ends the loop. */
  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      acceptOne(socket);
    }
  }

  private void acceptOne(ServerSocket socket) {
    try {
      Socket client = socket.accept();
      int number = accepted.incrementAndGet();
      ShapedConnection.thread("link-connect", () -> connect(client, number));
    } catch (IOException closedOrRefused) {
      Thread.onSpinWait();
    }
  }

  private void connect(Socket client, int number) {
    try {
      ShapedConnection connection = ShapedConnection.between(client, target, this::cutAsPlanned);
      open.add(connection);
      connection.whenOver(() -> open.remove(connection));
      connection.carry(Way.UP, shape(Way.UP), recording.map(folder -> file(folder, number, "up")));
      connection.carry(
          Way.DOWN, shape(Way.DOWN), recording.map(folder -> file(folder, number, "down")));
      if (door.isClosed()) {
        connection.reset();
      }
    } catch (IOException targetAway) {
      ShapedConnection.reset(client);
    }
  }

  private static Path file(Path folder, int number, String way) {
    return folder.resolve("%04d-%s.bin".formatted(number, way));
  }
}
