package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.LedgerConnection;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns the lanes of all partitions. Records, answers of Redis and handlers that
 * return come to it as messages. After each handful of messages every partition has its turn, and
 * all their scripts leave for Redis in one go. What is done for one event stands in {@link
 * PartitionWorker}, first method.
 */
@Singleton
public final class EventLoop
    implements LedgerConnection.Listener, ApplicationEventListener<StartupEvent>, LoopThread.Turns {
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Handled events are settled within 5 ms, so running handlers are looked at more often. */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private final LoopThread thread = new LoopThread(this);
  private final Map<Partition, PartitionWorker> workers = new ConcurrentHashMap<>();
  private final WorkerFactory factory;
  private final LedgerConnection connection;
  private final ShutdownSettings settings;
  private final PauseWatch pauses;
  private @Nullable RedisServerInfo redis;

  /** As last heard; a server that refuses for a while is still there. */
  private boolean connected;

  private boolean draining;

  public EventLoop(
      ShutdownSettings settings,
      WorkerFactory factory,
      LedgerConnection connection,
      OperatorLink operators,
      Meters<ConsumerMetric> meters) {
    this.settings = settings;
    this.factory = factory;
    this.connection = connection;
    this.pauses = operators.pauses();
    WaitingGauges.register(meters, workers.values());
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    start();
  }

  /** Starts the thread and begins to connect. Call once. */
  void start() {
    connection.start(this);
    thread.start();
  }

  /** True if the thread died of an error in our own code: nothing will move any more. */
  public boolean isDead() {
    return thread.isDead();
  }

  /** Ends the thread and waits for it, 2 s at most. Unfinished events stay unfinished. */
  @PreDestroy
  void stop() {
    thread.stop();
  }

  /** Has {@code message} run on the event loop. Any thread. */
  void post(Runnable message) {
    thread.post(message);
  }

  @Override
  public void takeTurn() {
    long now = SystemTime.nanos();
    pauses.askIfDue(now, this);
    workers.values().forEach(worker -> worker.turn(now));
    workers.values().removeIf(PartitionWorker::isClosed);
    connection.flush();
    connection.watch();
  }

  @Override
  public long nanosUntilTurn() {
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

  @Override
  public void end() {
    workers.values().forEach(PartitionWorker::abandon);
  }

  @Override
  public void connected(RedisServerInfo server) {
    post(
        () -> {
          boolean restarted = redis != null && !redis.runId().equals(server.runId());
          redis = server;
          connected = true;
          pauses.connect(SystemTime.nanos());
          if (restarted) {
            connection.rewriteAppendOnlyFile();
          }
          workers.values().forEach(worker -> worker.connect(server));
        });
  }

  @Override
  public void disconnected() {
    post(
        () -> {
          connected = false;
          workers.values().forEach(PartitionWorker::disconnect);
        });
  }

  /** Starts to work on a partition that is ours now. Any thread, as all that follow. */
  public void begin(Partition partition) {
    post(
        () -> {
          if (draining) {
            return; // its records are ignored, and so never committed
          }
          PartitionWorker worker = factory.create(partition, this);
          workers.put(partition, worker);
          tellPauses(worker);
          RedisServerInfo server = redis;
          if (server != null && connected) {
            worker.connect(server);
          }
        });
  }

  /** Tells all partitions which users are paused. Event loop only. */
  void tellPauses() {
    workers.values().forEach(this::tellPauses);
  }

  private void tellPauses(PartitionWorker worker) {
    Map<String, Long> until = pauses.until();
    if (until != null) {
      worker.setPaused(until);
    }
  }

  /** The partitions that are worked on. Any thread. */
  public List<PartitionName> partitions() {
    return workers.keySet().stream().map(Partition::name).toList();
  }

  /** Adds records of a partition, in their order. */
  public void add(Partition partition, List<PendingEvent> events) {
    tell(partition, worker -> worker.add(events));
  }

  /** Tells that the partition was paused because it holds too much, or resumed. */
  public void setOutOfRoom(Partition partition, boolean full) {
    tell(partition, worker -> worker.setOutOfRoom(full));
  }

  /** Tells that all records were added that the partition had at {@code nanos}. */
  public void reachEnd(Partition partition, long nanos) {
    tell(partition, worker -> worker.reachEnd(nanos));
  }

  /** Tells that the records added from now on were read before. */
  public void rewind(Partition partition) {
    tell(partition, PartitionWorker::rewind);
  }

  /** Forgets the attempts that the last owner noted: its offsets stand for other records now. */
  public void forgetNotedAttempts(Partition partition) {
    tell(partition, PartitionWorker::forgetNotedAttempts);
  }

  /** Takes the partition again: the group counts us as its owner. */
  public void takeAgain(Partition partition) {
    tell(partition, PartitionWorker::take);
  }

  /** Lets go at once of a partition that is another's. */
  public void abandon(Partition partition) {
    tell(partition, PartitionWorker::abandon);
  }

  private void tell(Partition partition, Consumer<PartitionWorker> message) {
    post(
        () -> {
          PartitionWorker worker = workers.get(partition);
          if (worker != null) {
            message.accept(worker);
          }
        });
  }

  /**
   * Starts no more handlers in these partitions, settles what was handled, and lets them go.
   *
   * @return done when that is done, when the grace is over, or when the loop has ended
   */
  public CompletableFuture<Void> finish(Collection<Partition> partitions) {
    List<CompletableFuture<Void>> all = partitions.stream().map(this::finish).toList();
    if (thread.isStopped()) { // Kafka lets go of its partitions after the loop has ended
      all.forEach(one -> one.complete(null));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> finish(Partition partition) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    post(
        () -> {
          PartitionWorker worker = workers.get(partition);
          if (worker == null) {
            done.complete(null);
          } else {
            worker.finish(done, SystemTime.nanos() + settings.grace().toNanos());
          }
        });
    return done;
  }

  /** Finishes all partitions as {@link #finish}, and begins no other. */
  public CompletableFuture<Void> finishAll() {
    CompletableFuture<List<Partition>> all = new CompletableFuture<>();
    post(
        () -> {
          draining = true;
          all.complete(List.copyOf(workers.keySet()));
        });
    return all.thenCompose(this::finish);
  }
}
