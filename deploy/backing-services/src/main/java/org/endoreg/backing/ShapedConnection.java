package org.endoreg.backing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection of a line: two sockets and, for each direction, a thread that takes and one that
 * hands on, with a bounded window of bytes between them.
 */
final class ShapedConnection {
  /** Small, so that what a cut loses is what the line held and not what the system kept. */
  static final int SOCKET_BUFFER = 64 << 10;

  private static final int CONNECT_MILLIS = 10_000;
  private static final int PIECE = 1 << 14;

  private final Socket client;
  private final Socket server;
  private final Runnable cutLine;
  private final AtomicInteger waysLeft = new AtomicInteger(2);
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean upEnded = new AtomicBoolean();
  private final List<Window> windows = new CopyOnWriteArrayList<>();
  private Runnable whenOver = () -> {};

  private ShapedConnection(Socket client, Socket server, Runnable cutLine) {
    this.client = client;
    this.server = server;
    this.cutLine = cutLine;
  }

  /** {@code cutLine} is run where a cut was planned. */
  static ShapedConnection between(Socket client, InetSocketAddress target, Runnable cutLine)
      throws IOException {
    Socket server = new Socket();
    try {
      server.setSendBufferSize(SOCKET_BUFFER);
      server.connect(target, CONNECT_MILLIS);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      return new ShapedConnection(client, server, cutLine);
    } catch (IOException away) {
      server.close();
      throw away;
    }
  }

  static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  void whenOver(Runnable action) {
    whenOver = action;
  }

  void carry(ShapedLink.Way way, Shape shape, Optional<Path> recording) {
    Window window = new Window(shape.window());
    windows.add(window);
    boolean up = way == ShapedLink.Way.UP;
    thread("link-take", () -> take(up ? client : server, window, shape, recording));
    thread("link-hand", () -> handOn(window, up ? server : client, up, shape));
  }

  private void take(Socket from, Window window, Shape shape, Optional<Path> recording) {
    try (OutputStream record =
        recording.isPresent()
            ? Files.newOutputStream(recording.orElseThrow())
            : OutputStream.nullOutputStream()) {
      byte[] buffer = new byte[PIECE];
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        shape.took(read);
        record.write(buffer, 0, read);
        window.put(buffer, read, shape.due());
      }
      window.end();
    } catch (IOException broken) {
      window.end();
      reset();
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  private void handOn(Window window, Socket to, boolean up, Shape shape) {
    try {
      for (Optional<Window.Piece> next = window.take(); next.isPresent(); next = window.take()) {
        Window.Piece piece = next.orElseThrow();
        write(piece, to, up, shape);
        window.passed(piece.length());
      }
      if (!(up && upEnded.get())) {
        to.shutdownOutput();
      }
      endWay();
    } catch (IOException broken) {
      reset();
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Window.Piece piece, Socket to, boolean up, Shape shape)
      throws IOException, InterruptedException {
    int at = 0;
    while (at < piece.length()) {
      int step = Math.min(shape.step(), piece.length() - at);
      shape.admit(piece.due(), step);
      // after a half close the client may go on sending; its bytes go nowhere
      if (!(up && upEnded.get())) {
        to.getOutputStream().write(piece.bytes(), at, step);
        if (shape.wroteUpToACut(step)) {
          cutLine.run();
        }
      }
      at += step;
    }
  }

  /** The target sees the end of the stream; false when it was seen before. */
  boolean halfClose() {
    if (over.get() || !upEnded.compareAndSet(false, true)) {
      return false;
    }
    try {
      server.shutdownOutput();
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** Both ends get a reset; false when the connection was over. */
  boolean reset() {
    if (!end()) {
      return false;
    }
    reset(client);
    reset(server);
    windows.forEach(Window::abandon);
    return true;
  }

  private void endWay() throws IOException {
    if (waysLeft.decrementAndGet() == 0 && end()) {
      client.close();
      server.close();
    }
  }

  private boolean end() {
    boolean first = over.compareAndSet(false, true);
    if (first) {
      whenOver.run();
    }
    return first;
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closedAlready) {
      // closing it again does no harm
    }
    try {
      socket.close();
    } catch (IOException gone) {
      return;
    }
  }
}
