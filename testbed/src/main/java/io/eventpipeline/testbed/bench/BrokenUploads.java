package io.eventpipeline.testbed.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that begin to upload a table and break off, again and again, until this is closed; and
 * how much memory Redis takes meanwhile.
 */
final class BrokenUploads implements AutoCloseable {
  private static final int CLIENTS = 20;
  private static final int BYTES = 4_000_000;
  private static final byte[] PART = part();

  private final int port;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong peak = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final RawRedis redis;
  private final long before;

  private BrokenUploads(int port, String uri) {
    this.port = port;
    redis = new RawRedis(uri);
    before = usedBytes();
    threads.add(Thread.ofVirtual().start(this::watch));
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(Thread.ofVirtual().start(this::breakOff));
    }
  }

  static BrokenUploads start(int port, String redis) {
    return new BrokenUploads(port, redis);
  }

  /** The first part of a table, made once: the machine's time is for the service. */
  private static byte[] part() {
    try (TableBody body = new TableBody(1_000_000, 1)) {
      return body.readNBytes(BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most that Redis held more than at the start, in MB. */
  long peakMb() {
    return Math.max(0, peak.get() - before) / 1_000_000;
  }

  private void watch() {
    while (pause(50)) {
      peak.accumulateAndGet(usedBytes(), Math::max);
    }
  }

  private long usedBytes() {
    return redis
        .ask("INFO", "memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).strip()))
        .sum();
  }

  private void breakOff() {
    byte[] head =
        ("PUT /reference/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 40000000\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    while (pause(20)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        OutputStream out = socket.getOutputStream();
        out.write(head);
        out.write(PART);
      } catch (IOException refused) {
        // That is what a client that breaks off, or is refused, comes to.
      }
    }
  }

  /** False once this is closed. */
  private boolean pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      return false;
    }
    return !ended.get();
  }

  @Override
  public void close() throws InterruptedException {
    ended.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    redis.close();
  }
}
