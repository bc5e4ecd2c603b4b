package io.eventpipeline.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards connections from one loopback port to another, and can delay, block, break or redirect
 * them. Threads: any.
 */
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile Duration latency = Duration.ZERO;
  private volatile boolean silent;

  /** Listens on a free port and forwards to the port {@code target}. */
  public TcpProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Delays each chunk of data by this time, in both directions. */
  public void latency(Duration wait) {
    latency = wait;
  }

  /** Blocks all data while {@code on}, without closing connections: like a pulled cable. */
  public void setSilent(boolean on) {
    silent = on;
  }

  /** Redirects new connections to another port and breaks the existing ones. */
  public void leadTo(int port) {
    leadNewTo(port);
    cut();
  }

  /** Redirects new connections to another port and keeps the existing ones, like a DNS change. */
  public void leadNewTo(int port) {
    target = port;
  }

  /** Breaks all connections. */
  public void cut() {
    open.forEach(TcpProxy::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        cut();
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> forward(client, server));
      Thread.ofVirtual().start(() -> forward(server, client));
    } catch (IOException nobodyThere) {
      close(client);
      open.remove(client);
    }
  }

  private void forward(Socket from, Socket to) {
    byte[] buffer = new byte[64 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!latency.isZero()) {
          Thread.sleep(latency);
        }
        while (silent) {
          Thread.sleep(20);
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException broken) {
      // Both ends are closed below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Nobody uses it any more.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
