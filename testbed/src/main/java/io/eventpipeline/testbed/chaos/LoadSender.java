package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.EventsClient;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.SqlEvent;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Sends a load until every event is acknowledged. Threads: any. */
final class LoadSender {
  private static final Duration GIVE_UP = Duration.ofMinutes(4);
  private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();

  private final EventsClient api;
  private final EventsTopic topic;
  private final Collection<String> problems = new ConcurrentLinkedQueue<>();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final AtomicInteger acknowledged = new AtomicInteger();

  LoadSender(EventsClient api, EventsTopic topic) {
    this.api = api;
    this.topic = topic;
  }

  /** Acknowledged events so far, duplicates included. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** The ids of the load's events that were sent so far, acknowledged or not. */
  Set<String> begun() {
    return begun;
  }

  /** What the API or Kafka did wrong. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Sends everything, spread over its span, and waits for the acknowledgements. */
  void send(ChaosLoad load) {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (List<ChaosLoad.SendStep> steps : load.senders()) {
      threads.add(Thread.ofVirtual().start(() -> send(steps, start, load.span())));
    }
    threads.add(Thread.ofVirtual().start(() -> load.atOnce().forEach(this::send)));
    join(threads);
  }

  /** Waits for the ends of these threads. */
  static void join(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void send(List<ChaosLoad.SendStep> steps, long start, Duration span) {
    for (int i = 0; i < steps.size(); i++) {
      long due = start + span.toNanos() * i / steps.size();
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
      send(steps.get(i));
    }
  }

  private void send(ChaosLoad.SendStep step) {
    step.events().forEach(event -> begun.add(event.id()));
    send(
        step.events(),
        step.overHttp()
            ? left -> post(left, api::sendBatch)
            : left -> produce(left, events -> topic.produce(events)));
  }

  /**
   * Sends typed events until each is acknowledged.
   *
   * @param overHttp false to write them straight into Kafka
   */
  void send(List<SqlEvent> events, boolean overHttp) {
    send(
        events,
        overHttp ? left -> post(left, api::sendTyped) : left -> produce(left, topic::produceTyped));
  }

  /**
   * @param once sends events and returns those that were not acknowledged
   */
  private <E> void send(List<E> events, UnaryOperator<List<E>> once) {
    List<E> left = events;
    long end = System.nanoTime() + GIVE_UP.toNanos();
    while (!left.isEmpty() && System.nanoTime() < end) {
      int before = left.size();
      left = once.apply(left);
      acknowledged.addAndGet(before - left.size());
      if (!left.isEmpty()) {
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
    if (!left.isEmpty()) {
      problems.add(left.size() + " events were not accepted within " + GIVE_UP);
    }
  }

  /** Returns the events that the API did not acknowledge. */
  private <E> List<E> post(List<E> events, Function<List<E>, HttpReply> api) {
    try {
      HttpReply reply = api.apply(events);
      if (reply.status() == 503 && !reply.header("retry-after").isEmpty()) {
        return events;
      }
      if (reply.status() != 202) {
        problems.add("the API answered " + reply);
        return events;
      }
      List<String> results = reply.results("status");
      List<E> left = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        if (!results.get(i).equals("accepted")) {
          left.add(events.get(i));
        }
      }
      return left;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        problems.add("the API left a client without an answer");
      }
      return events; // the API was killed, or is not up again
    }
  }

  /** Returns the events that Kafka did not acknowledge: all of them, or none. */
  private static <E> List<E> produce(List<E> events, Consumer<List<E>> topic) {
    try {
      topic.accept(events);
      return List.of();
    } catch (IllegalStateException e) {
      return events;
    }
  }
}
