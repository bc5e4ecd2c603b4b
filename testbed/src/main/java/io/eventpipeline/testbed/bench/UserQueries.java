package io.eventpipeline.testbed.bench;

import io.eventpipeline.testbed.rig.EventsClient;
import io.eventpipeline.testbed.rig.HttpReply;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks for one user after another, twenty a second, until it is closed. */
final class UserQueries implements AutoCloseable {
  private static final int PAUSE_MS = 50;
  private static final int ORDERS_SHOWN = 5;
  private static final int WARM_UP = 2000;

  private final EventsClient client;
  private final TypedRows rows;
  private final Random random = new Random(1);
  private final List<Long> micros = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CompletableFuture<Void> asking;

  /**
   * Warms the service up, and starts.
   *
   * @param rows whose users have orders in the table
   */
  UserQueries(EventsClient client, TypedRows rows) {
    this.client = client;
    this.rows = rows;
    for (int i = 0; i < WARM_UP; i++) {
      HttpReply ignored = get();
    }
    asking = CompletableFuture.runAsync(this::ask, task -> Thread.startVirtualThread(task));
  }

  private void ask() {
    try {
      while (!closed.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        HttpReply reply = get();
        micros.add((reply.cameAt() - reply.sentAt()) / 1000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpReply get() {
    HttpReply reply = client.get("/users/" + rows.userId(random.nextInt(rows.users())));
    if (reply.status() != 200 || reply.json().path("recentOrders").size() != ORDERS_SHOWN) {
      throw new IllegalStateException("a query was answered with " + reply);
    }
    return reply;
  }

  /** How many queries were answered, and how fast. Call it after {@link #close}. */
  String latencies() {
    return micros.size()
        + ", "
        + TimedRun.latencies(micros.stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * Ends.
   *
   * @throws java.util.concurrent.CompletionException if a query was answered wrongly
   */
  @Override
  public void close() {
    closed.countDown();
    asking.join();
  }
}
