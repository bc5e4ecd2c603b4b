package io.eventpipeline.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Finds and checks ports of loopback. */
public final class FreePort {
  /**
   * Below the ports that systems give to clients: a connection that somebody opens cannot take one
   * before our server listens. A node of Redis Cluster also listens 10,000 ports above its own.
   */
  private static final int LOWEST = 10_000;

  private static final int HIGHEST = 22_700;
  private static final int TRIES = 1000;

  private static final GivenPorts GIVEN =
      new GivenPorts(
          Path.of(
              System.getProperty("java.io.tmpdir"),
              "event-pipeline-ports-" + System.getProperty("user.name")));

  private FreePort() {}

  /**
   * A port from 10,000 to 22,700 that nobody listens on now. No process of the same user finds it
   * again within five minutes. Threads: any.
   *
   * @throws IllegalStateException if there is none
   */
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
      if (isFree(port) && GIVEN.take(port - LOWEST)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** {@code port} if nobody listens there now, else a free one. */
  public static int preferring(int port) {
    return isTaken("127.0.0.1", port) ? find() : port;
  }

  /** {@code port}, or a free one for 0. */
  static int orFree(int port) {
    return port == 0 ? find() : port;
  }

  /**
   * @throws IllegalStateException if somebody listens there, on loopback
   */
  static void require(String who, int port) {
    if (isTaken("127.0.0.1", port)) {
      throw new IllegalStateException("port " + port + " is taken, so " + who + " cannot start");
    }
  }

  /** Whether somebody accepts connections there. */
  public static boolean isTaken(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) Duration.ofSeconds(2).toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
