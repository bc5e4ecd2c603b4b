package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.time.SystemTime;
import io.eventpipeline.consumer.handle.HandlerTools;
import io.eventpipeline.consumer.ledger.LedgerConnection;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the lanes of all partitions. Everything that happens elsewhere (records,
 * answers of Redis, handlers that stop) comes to it as a message; after a handful of messages each
 * partition has its turn, and what they all want of Redis leaves in one go.
 */
@Singleton
public final class EventLoop
    implements LedgerConnection.Listener, ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final Duration END = Duration.ofSeconds(2);
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * A handled event is settled within 5 ms, so we look at running handlers more often than that.
   */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private final LinkedBlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
  private final Map<Partition, PartitionWorker> workers = new ConcurrentHashMap<>();
  private final PartitionWorker.Tools tools;
  private final ListenSettings settings;
  private @Nullable RedisServerInfo redis;

  /** As the link last told; a server that refuses for a while is still there. */
  private boolean linked;

  private boolean draining;
  private volatile boolean dead;
  private volatile boolean stopped;
  private @Nullable Thread thread;

  public EventLoop(
      ListenSettings settings,
      HandlerTools handlers,
      LedgerConnection link,
      RedisLedger ledger,
      Meters<ConsumerMetric> meters) {
    this.settings = settings;
    this.tools =
        new PartitionWorker.Tools(
            this, link, ledger, new Quarantine(), settings.order(), handlers, meters);
    showWaiting(meters, "gap", PartitionWorker.Waiting::gap);
    showWaiting(meters, "retry", PartitionWorker.Waiting::retry);
    showWaiting(meters, "handler", PartitionWorker.Waiting::handler);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    start();
  }

  /** Starts the thread and begins to connect. Call once. */
  void start() {
    tools.link().start(this);
    thread = Thread.ofPlatform().name("event-loop").daemon().start(this::turn);
  }

  /** True if the thread died of an error in our own code: nothing will move any more. */
  public boolean isDead() {
    return dead;
  }

  /** Ends the thread and waits for it, 2 s at most. What is unfinished stays so. */
  @PreDestroy
  void stop() {
    post(() -> stopped = true);
    try {
      if (thread != null) {
        thread.join(END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has {@code message} run on the loop. Any thread. */
  void post(Runnable message) {
    messages.add(message);
  }

  private void turn() {
    try {
      List<Runnable> batch = new ArrayList<>();
      while (!stopped) {
        Runnable first = messages.poll(untilNextTurn(), TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          messages.drainTo(batch);
          batch.forEach(Runnable::run);
          batch.clear();
        }
        long now = SystemTime.nanos();
        workers.values().forEach(worker -> worker.turn(now));
        workers.values().removeIf(PartitionWorker::isClosed);
        tools.link().flush();
        tools.link().watch();
      }
      messages.drainTo(batch); // what came before the end, so that nobody waits for it
      batch.forEach(Runnable::run);
      workers.values().forEach(PartitionWorker::abandon);
    } catch (Throwable t) {
      dead = true;
      LOG.error("the event loop has died; restart the process", t);
    }
  }

  private long untilNextTurn() {
    long now = SystemTime.nanos();
    long wait = IDLE_NANOS;
    for (PartitionWorker worker : workers.values()) {
      wait = Math.min(wait, worker.nextTimer() - now);
      if (worker.hasActive()) {
        wait = Math.min(wait, BUSY_NANOS);
      }
    }
    return Math.max(wait, 0);
  }

  private void showWaiting(
      Meters<ConsumerMetric> meters, String why, ToIntFunction<PartitionWorker.Waiting> users) {
    Runnable ignored =
        meters.gauge(
            ConsumerMetric.WAITING,
            why,
            workers,
            all -> all.values().stream().map(PartitionWorker::waiting).mapToInt(users).sum());
  }

  @Override
  public void up(RedisServerInfo server) {
    post(
        () -> {
          boolean changed = redis != null && !redis.runId().equals(server.runId());
          redis = server;
          linked = true;
          warnOfEviction(server);
          if (changed) {
            tools.link().rewriteAppendOnlyFile();
          }
          workers.values().forEach(worker -> worker.up(server));
        });
  }

  private static void warnOfEviction(RedisServerInfo server) {
    if (!server.maxMemoryPolicy().equals("noeviction")) {
      LOG.warn(
          "Redis has maxmemory-policy {}: it may evict what is final, set it to noeviction",
          server.maxMemoryPolicy());
    }
  }

  @Override
  public void down() {
    post(
        () -> {
          linked = false;
          workers.values().forEach(PartitionWorker::down);
        });
  }

  /** A partition is ours. {@code note} is what its last owner left, or null. */
  void assigned(Partition partition, @Nullable CommitNote note) {
    post(
        () -> {
          if (draining) {
            return; // what it holds is not taken in, and so never committed
          }
          PartitionWorker worker = new PartitionWorker(partition, note, tools);
          workers.put(partition, worker);
          RedisServerInfo server = redis;
          if (server != null && linked) {
            worker.up(server);
          }
        });
  }

  /** Records of a partition, in their order. */
  void add(Partition partition, List<PendingEvent> entries) {
    to(partition, worker -> worker.add(entries));
  }

  /** The poll thread has paused the partition for want of room, or resumed it. */
  void outOfRoom(Partition partition, boolean full) {
    to(partition, worker -> worker.outOfRoom(full));
  }

  /** All records up to the end that the partition had after {@code nanos} have been added. */
  void atEnd(Partition partition, long nanos) {
    to(partition, worker -> worker.atEnd(nanos));
  }

  /** What is added from now on was read before. */
  void rewound(Partition partition) {
    to(partition, PartitionWorker::rewound);
  }

  /** Offsets that its last owner noted stand for other records now. */
  void forgetAttempts(Partition partition) {
    to(partition, PartitionWorker::forgetAttempts);
  }

  /** The group counts us as the partition's owner. */
  void proven(Partition partition) {
    to(partition, PartitionWorker::take);
  }

  /** The partition is another's. */
  void lost(Partition partition) {
    to(partition, PartitionWorker::abandon);
  }

  /**
   * Starts nothing new in these partitions, lets running handlers finish and settles them, and lets
   * go. Done when that is done, when the grace is over, or when the loop has ended.
   */
  CompletableFuture<Void> finish(Collection<Partition> partitions) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Partition partition : partitions) {
      CompletableFuture<Void> one = new CompletableFuture<>();
      all.add(one);
      post(
          () -> {
            PartitionWorker worker = workers.get(partition);
            if (worker == null) {
              one.complete(null);
            } else {
              worker.finish(one, SystemTime.nanos() + settings.grace().toNanos());
            }
          });
    }
    if (stopped) { // Kafka lets go of its partitions after the loop has ended
      all.forEach(one -> one.complete(null));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  /** As {@link #finish}, for every partition there is, and none is taken in any more. */
  CompletableFuture<Void> finishAll() {
    CompletableFuture<List<Partition>> all = new CompletableFuture<>();
    post(
        () -> {
          draining = true;
          all.complete(List.copyOf(workers.keySet()));
        });
    return all.thenCompose(this::finish);
  }

  private void to(Partition partition, Consumer<PartitionWorker> message) {
    post(
        () -> {
          PartitionWorker worker = workers.get(partition);
          if (worker != null) {
            message.accept(worker);
          }
        });
  }
}
