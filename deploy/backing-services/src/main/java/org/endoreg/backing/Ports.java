package org.endoreg.backing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports between 18100 and 28099: below the ephemeral range, where a client that polls
 * a closed port can end up connected to itself and keep the port busy.
 */
public final class Ports {
  private static final int FIRST = 18_100;
  private static final int COUNT = 10_000;
  private static final int TRIES = 200;
  private static final Duration RESERVED = Duration.ofMinutes(10);
  private static final Path NOTES =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "endoreg-ports-" + System.getProperty("user.name", "nobody"));

  private Ports() {}

  /**
   * A port nobody listens on, and which no other process of this user got here within the last
   * minutes: a suite binds some of its ports only at the end of its start.
   */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
      if (isFree(port) && reserve(port)) {
        return port;
      }
    }
    throw new BackingFailure("no free loopback port between 18100 and 28099");
  }

  /** Keeps a port from being given to somebody else for a while; false when somebody has it. */
  public static boolean reserve(int port) {
    Path note = NOTES.resolve(Integer.toString(port));
    try {
      Files.createDirectories(NOTES);
      Files.createFile(note);
      return true;
    } catch (FileAlreadyExistsException given) {
      return isOld(note);
    } catch (IOException noPlaceForNotes) {
      return true;
    }
  }

  private static boolean isOld(Path note) {
    try {
      Instant given = Files.getLastModifiedTime(note).toInstant();
      if (given.isAfter(Instant.now().minus(RESERVED))) {
        return false;
      }
      Files.setLastModifiedTime(note, FileTime.from(Instant.now()));
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** True when the port can be bound on loopback. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
