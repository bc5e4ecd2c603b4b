package io.eventpipeline.testbed.bench;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A window log as settles would have written it: 1,000,000 events of 100,000 users over the last
 * 300 seconds, and as many again each second from then on, until it is closed.
 */
final class WindowLoad implements AutoCloseable {
  static final int SECONDS = 300;
  static final int EVENTS = 1_000_000;
  static final int USERS = 100_000;

  private static final int A_SECOND = EVENTS / SECONDS;
  private static final int PARTS = 10;
  private static final long RETENTION = 1920;

  private final RawRedis client;
  private final Random random = new Random(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Thread writer;

  private WindowLoad(String redis) {
    client = new RawRedis(redis);
    long now = now();
    for (long second = now - SECONDS; second <= now; second++) {
      append(second, A_SECOND);
    }
    writer = Thread.ofPlatform().start(this::goOn);
  }

  static WindowLoad start(String redis) {
    return new WindowLoad(redis);
  }

  /** The user with this number; one in twenty is not in the table. */
  static String user(int number) {
    return "user-" + number;
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private void goOn() {
    while (!ended.get()) {
      append(now(), A_SECOND / PARTS);
      try {
        Thread.sleep(1000 / PARTS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void append(long second, int events) {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < events; i++) {
      String user = user(random.nextInt(USERS));
      records
          .append('\0')
          .append((char) user.length())
          .append(user); // all below 128: one byte each
    }
    client.ask("APPEND", "win:" + second, records.toString());
    client.ask("EXPIREAT", "win:" + second, "" + (second + RETENTION));
  }

  @Override
  public void close() throws InterruptedException {
    ended.set(true);
    writer.join();
    client.close();
  }
}
