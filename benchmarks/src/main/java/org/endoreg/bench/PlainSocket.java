package org.endoreg.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most a line can carry: a socket that sends a file to one that throws the bytes away. */
final class PlainSocket implements AutoCloseable {
  private final ServerSocket sink;

  private PlainSocket(ServerSocket sink) {
    this.sink = sink;
  }

  static PlainSocket open() throws IOException {
    return new PlainSocket(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
  }

  /** Where it listens. */
  InetSocketAddress place() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), sink.getLocalPort());
  }

  /** Sends the file over the line on this port and waits until the last byte has arrived. */
  void send(Path file, int through) throws IOException, InterruptedException {
    try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), through)) {
      Thread sending = new Thread(() -> copy(file, sender), "plain-socket");
      sending.start();
      try (Socket receiver = sink.accept();
          InputStream bytes = receiver.getInputStream()) {
        if (bytes.transferTo(OutputStream.nullOutputStream()) != Files.size(file)) {
          throw new IllegalStateException("not every byte came over the line");
        }
      }
      sending.join();
    }
  }

  private static void copy(Path file, Socket to) {
    try {
      Files.copy(file, to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      System.err.println("the file could not be sent: " + broken);
    }
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
