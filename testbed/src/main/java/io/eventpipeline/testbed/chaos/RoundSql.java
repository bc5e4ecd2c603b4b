package io.eventpipeline.testbed.chaos;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.SqlEvent;
import io.eventpipeline.testbed.rig.SqlSide;
import io.eventpipeline.testbed.rig.SqlTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The SQL side of a round: typed events, which its own senders send beside the usual ones, and the
 * queries. A round without typed events has no database. Threads: any.
 */
final class RoundSql {
  private static final int SENDERS = 3;
  private static final int USERS = 50;
  private static final int SKUS = 100;
  private static final int IN_A_STEP = 20;
  private static final Duration HEALTH_WITHIN = Duration.ofSeconds(30);
  private static final Duration QUERIES_WITHIN = Duration.ofSeconds(20);

  private final ChaosRound round;
  private final List<String> users = Names.fresh("shopper", USERS);
  private final List<String> skus = Names.fresh("sku", SKUS);
  private final Collection<SqlEvent> sent = new ConcurrentLinkedQueue<>();

  RoundSql(ChaosRound round) {
    this.round = round;
  }

  SqlSide side() {
    return round.pipeline().sql();
  }

  /** All events that were handed to a sender. */
  List<SqlEvent> sent() {
    return List.copyOf(sent);
  }

  /** Starts to send the load's typed events, spread over its span. */
  List<Thread> startSending(LoadSender sender, long seed) {
    List<Thread> threads = new ArrayList<>();
    int each = round.load().typed() / SENDERS;
    for (int i = 0; i < SENDERS; i++) {
      Random random = new Random(seed + i);
      threads.add(Thread.ofVirtual().start(() -> send(sender, random, each)));
    }
    return threads;
  }

  /** Each step goes over HTTP or straight into Kafka, and repeats an event. */
  private void send(LoadSender sender, Random random, int count) {
    SqlStream stream = new SqlStream(random, users, skus);
    List<SqlEvent> own = new ArrayList<>();
    long start = System.nanoTime();
    while (own.size() < count) {
      long due = start + round.load().span().toNanos() / count * own.size();
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
      List<SqlEvent> step = new ArrayList<>();
      for (int i = 0; i < IN_A_STEP; i++) {
        own.add(stream.next());
        step.add(own.getLast());
      }
      sent.addAll(step);
      step.add(own.get(random.nextInt(own.size())));
      sender.send(step, random.nextBoolean());
    }
  }

  /** Writes more events straight into Kafka, all at once. */
  void sendAtOnce(Random random, int count) {
    SqlStream stream = new SqlStream(random, users, skus);
    List<SqlEvent> more = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      more.add(stream.next());
    }
    sent.addAll(more);
    round.pipeline().topic().produceTyped(more);
  }

  /** Adds a problem unless every consumer lives, and is ready or not as {@code readiness} says. */
  void expectConsumers(int readiness) {
    for (ServiceProcess consumer : round.supervisor().liveConsumers()) {
      round.expectHealth(consumer, "consumer", "readiness", readiness, HEALTH_WITHIN);
      round.expectHealth(consumer, "consumer", "liveness", 200, HEALTH_WITHIN);
    }
  }

  /** Adds a problem unless queries answer {@code status} soon. */
  void expectQueries(int status) {
    String path = "/users/" + sentUser();
    long end = System.nanoTime() + QUERIES_WITHIN.toNanos();
    HttpReply reply = round.pipeline().query().get(path);
    while (reply.status() != status && System.nanoTime() < end) {
      round.pause(100);
      reply = round.pipeline().query().get(path);
    }
    if (reply.status() != status || (status == 503 && reply.header("retry-after").isEmpty())) {
      round.addProblem("GET %s answers %s, expected %d".formatted(path, reply, status));
    }
  }

  private String sentUser() {
    return sent.stream()
        .filter(event -> event.table() == SqlTable.USERS)
        .map(SqlEvent::user)
        .findFirst()
        .orElse("nobody");
  }

  /** Adds a problem unless more events than {@code before} wait in the topic. */
  void expectLagAbove(long before) {
    long after = round.pipeline().topic().lag();
    round.say("lag was %,d, is %,d".formatted(before, after));
    if (after <= before) {
      round.addProblem("the lag was %d and did not grow, it is %d".formatted(before, after));
    }
  }
}
