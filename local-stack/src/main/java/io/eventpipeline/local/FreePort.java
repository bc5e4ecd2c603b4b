package io.eventpipeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Finds and checks ports of loopback. */
public final class FreePort {
  /** A node of Redis Cluster also listens 10,000 ports above its own. */
  private static final int HIGHEST = 55_535;

  private FreePort() {}

  /** A port that nobody listens on now. */
  public static int find() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      return port <= HIGHEST ? port : find();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
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
