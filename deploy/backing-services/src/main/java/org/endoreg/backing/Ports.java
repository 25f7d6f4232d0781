package org.endoreg.backing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports between 18100 and 28099: below the ephemeral range, where a client that polls
 * a closed port can end up connected to itself and keep the port busy.
 */
public final class Ports {
  private static final int FIRST = 18_100;
  private static final int COUNT = 10_000;
  private static final int TRIES = 200;

  private Ports() {}

  /** A port nobody listens on at the moment. */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new BackingFailure("no free loopback port between 18100 and 28099");
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
