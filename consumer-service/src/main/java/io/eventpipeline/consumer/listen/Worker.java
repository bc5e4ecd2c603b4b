package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.handle.HandlerRun;
import io.eventpipeline.consumer.handle.HandlerSettings;
import io.eventpipeline.consumer.handle.HandlerWatch;
import io.eventpipeline.consumer.ledger.Answer;
import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.ledger.RedisLink;
import io.eventpipeline.consumer.ledger.RedisServerInfo;
import io.eventpipeline.consumer.observe.Metric;
import io.eventpipeline.consumer.order.Entry;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.order.Outcomes;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.observe.Meters;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out, for one partition, what its lanes decide: asks Redis, runs handlers, brings the
 * answers back. It works while it owns the partition in Redis' eyes; until then its lanes only
 * fill. Loop only.
 */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /**
   * Scripts of a partition that may be unanswered at once, each and every event in it counting as
   * one: enough to keep Redis busy, few enough for the last of them to be answered in some
   * milliseconds, however many users there are, and for their arguments to take little memory.
   */
  private static final int MOST_ASKED = 1000;

  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long WAITING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RENEW_NANOS = LedgerSettings.LEASE.toNanos() / 4;
  private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Partition partition;
  private final Tools tools;
  private final Lanes lanes;
  private final Tally tally;
  private final HandlerWatch watch;
  private final Outcomes outcomes = new Outcomes();

  /** Steps that Redis has not answered yet, with their sizes; and the sum of these. */
  private final Map<Step, Integer> asked = new IdentityHashMap<>();

  private int askedSize;
  private final Map<Step.Handle, HandlerRun> running = new IdentityHashMap<>();
  private final @Nullable CommitNote note;

  /** Those of the owner before us whose records we have not read yet. */
  private final Map<Long, Integer> attempts = new HashMap<>();

  private @Nullable String runId;
  private @Nullable Ownership owner;
  private boolean up;
  private boolean taking;
  private boolean rewinding;
  private boolean outOfRoom;
  private boolean closed;
  private @Nullable CompletableFuture<Void> finished;
  private long finishBy;
  private long holdUntil = System.nanoTime();
  private long lastSweep;
  private long lastCheck;
  private long lastRenewal = System.nanoTime();
  private long lastWaiting;
  private volatile Waiting waiting = new Waiting(0, 0, 0);

  /** Users of the partition that wait, by what for. */
  record Waiting(int gap, int retry, int handler) {}

  /** What all workers share. */
  static final class Tools {
    private final Loop loop;
    private final RedisLink link;
    private final Quarantine quarantine;
    private final OrderSettings order;
    private final HandlerSettings handlers;
    private final Meters<Metric> meters;
    private @Nullable RedisLedger ledger;

    Tools(
        Loop loop,
        RedisLink link,
        Quarantine quarantine,
        OrderSettings order,
        HandlerSettings handlers,
        Meters<Metric> meters) {
      this.loop = loop;
      this.link = link;
      this.quarantine = quarantine;
      this.order = order;
      this.handlers = handlers;
      this.meters = meters;
    }

    void ledger(RedisLedger one) {
      ledger = one;
    }

    RedisLedger ledger() {
      if (ledger == null) {
        throw new IllegalStateException("not started");
      }
      return ledger;
    }

    RedisLink link() {
      return link;
    }
  }

  Worker(Partition partition, @Nullable CommitNote note, Tools tools) {
    this.partition = partition;
    this.note = note;
    if (note != null) {
      attempts.putAll(note.attempts());
    }
    this.tools = tools;
    this.tally = new Tally(tools.meters, partition.name().partition());
    this.watch =
        new HandlerWatch(tools.meters, tools.handlers.spans(), partition.name().partition());
    this.lanes = new Lanes(tools.order, tools.quarantine, this::finished);
  }

  private void finished(Entry entry) {
    outcomes.remember(entry);
    partition.watermark().finish(entry.offset(), entry.size());
  }

  /** A Redis is there. If it is not the one that was told what is final, we read again. */
  void up(RedisServerInfo server) {
    String before = runId != null ? runId : note == null ? null : note.runId();
    if (before != null && !before.equals(server.runId())) {
      Long from = runId == null && note != null ? Long.valueOf(note.rereadFrom()) : null;
      rewinding = true;
      partition.rewindTo(new Partition.Rewind(from, server.runId()));
      if (runId == null) {
        tools.link.rewriteAppendOnlyFile();
      }
    } else {
      partition.verified(server.runId());
    }
    runId = server.runId();
    up = true;
    take();
  }

  /** What was asked and not answered will not be: it is asked again when Redis is back. */
  void down() {
    up = false;
    taking = false;
    List<Step> unanswered = List.copyOf(asked.keySet());
    asked.clear();
    askedSize = 0;
    unanswered.forEach(lanes::unanswered);
  }

  void take() {
    if (taking || owner != null || closed) {
      return;
    }
    taking = true;
    CompletionStage<Answer<Ownership>> answer =
        tools.ledger().take(partition.name().topic(), partition.name().partition());
    tools.link.flush();
    answer.thenAccept(a -> tools.loop.post(() -> taken(a)));
  }

  private void taken(Answer<Ownership> answer) {
    if (!taking) {
      return; // of a connection that is gone
    }
    taking = false;
    switch (answer) {
      case Answer.Given<Ownership>(Ownership ours) -> owner = ours;
      case Answer.Fenced<Ownership> impossible ->
          throw new IllegalStateException("taking a partition cannot be refused");
      case Answer.Missing<Ownership>(Throwable why) -> refused(why);
    }
  }

  void add(List<Entry> entries) {
    if (finished != null || closed) {
      return; // not final here, so never committed: the next owner reads them
    }
    for (Entry entry : entries) {
      outcomes.recall(entry);
      recallAttempts(entry);
      lanes.add(entry);
    }
    if (!entries.isEmpty()) {
      lanes.gaps().logTime(entries.getLast().logTime());
    }
  }

  /** The owner before us may have tried it, and let it go before the next try. */
  private void recallAttempts(Entry entry) {
    Integer before = attempts.remove(entry.offset());
    if (before != null) {
      entry.recall(before);
    }
  }

  void outOfRoom(boolean full) {
    outOfRoom = full;
  }

  void atEnd(long nanos) {
    lanes.gaps().atEnd(nanos);
  }

  void rewound() {
    rewinding = false;
    lanes.gaps().rewound();
  }

  /** Another owns the partition. */
  void abandon() {
    lanes.abandon();
    closed = true;
    if (finished != null) {
      attempts.putAll(lanes.attempts());
      partition.attempts(attempts);
      finished.complete(null);
    }
  }

  void finish(CompletableFuture<Void> done, long by) {
    if (finished != null) {
      finished.thenRun(() -> done.complete(null));
      return;
    }
    finished = done;
    finishBy = by;
    lanes.close();
  }

  /** As it was a second ago at most. Any thread. */
  Waiting waiting() {
    return waiting;
  }

  boolean isClosed() {
    return closed;
  }

  boolean hasActive() {
    return lanes.hasActive();
  }

  long nextTimer() {
    return isOpen() ? Math.max(lanes.nextTimer(), holdUntil) : Long.MAX_VALUE;
  }

  /** Redis is there, and knows us as the owner. */
  private boolean isOpen() {
    return up && owner != null;
  }

  void turn(long now) {
    if (closed) {
      return;
    }
    lanes.tick(now);
    if (now - lastSweep >= SWEEP_NANOS) {
      lastSweep = now;
      lanes.settleHandled();
    }
    if (now - lastCheck >= CHECK_NANOS) {
      lastCheck = now;
      check(now);
    }
    Ownership ours = owner;
    if (ours != null && isOpen() && now >= holdUntil) {
      Step step = askedSize < MOST_ASKED ? lanes.next() : null;
      while (step != null) {
        carryOut(step, ours);
        step = askedSize < MOST_ASKED ? lanes.next() : null;
      }
    }
    if (finished != null && (isFinished() || now >= finishBy)) {
      abandon();
    }
  }

  /** Ten times a second. */
  private void check(long now) {
    partition.wantEnd(lanes.gaps().count() > 0);
    outcomes.forgetBefore(partition.readAgainFrom());
    int late = 0;
    for (HandlerRun run : running.values()) {
      late += run.interruptIfOver(now) ? 1 : 0;
    }
    if (now - lastWaiting >= WAITING_NANOS) {
      lastWaiting = now;
      waiting = new Waiting(lanes.gaps().count(), lanes.waitingForRetry(), late);
    }
    if (up && owner == null && !partition.proofWanted() && now >= holdUntil) {
      take();
    }
    if (isOpen() && !rewinding) {
      lanes.endGaps(outOfRoom);
    }
    Ownership ours = owner;
    if (ours != null && up && now - lastRenewal >= RENEW_NANOS) {
      lastRenewal = now;
      renew(ours);
    }
  }

  private void renew(Ownership ours) {
    for (Step.Claim leased : lanes.leased()) {
      tools
          .ledger()
          .claim(ours, leased.entries(), true)
          .thenAccept(
              answer -> {
                if (answer instanceof Answer.Fenced<?>(String stored)) {
                  tools.loop.post(() -> fenced(ours, stored));
                }
              });
    }
  }

  private boolean isFinished() {
    return lanes.isEmpty()
        || (!isOpen() && running.isEmpty() && lanes.leased().isEmpty())
        || (!running.isEmpty()
            && running.size() == lanes.count()
            && running.values().stream().allMatch(HandlerRun::isEndingTheProcess));
  }

  private void carryOut(Step step, Ownership ours) {
    switch (step) {
      case Step.Claim claim ->
          ask(
              claim,
              ours,
              tools.ledger().claim(ours, claim.entries(), claim.quarantined()),
              given -> {
                tally.claimed(claim.entries(), given.codes());
                lanes.claimed(claim, given.codes(), given.next());
              });
      case Step.Settle settle ->
          ask(
              settle,
              ours,
              tools.ledger().settle(ours, settle.entries()),
              given -> {
                tally.settled(settle.entries(), given.codes());
                lanes.settled(settle, given.codes(), given.next());
              });
      case Step.Jump jump ->
          ask(
              jump,
              ours,
              tools.ledger().jump(ours, jump.lane().name(), jump.from(), jump.to()),
              given -> lanes.jumped(jump, given));
      case Step.Release release ->
          ask(
              release,
              ours,
              tools.ledger().release(ours, release.entries()),
              given -> lanes.released(release));
      case Step.Handle handle -> handle(handle);
    }
  }

  private void handle(Step.Handle handle) {
    HandlerRun run =
        new HandlerRun(
            tools.handlers, handle.run(), watch, () -> tools.loop.post(() -> handled(handle)));
    running.put(handle, run);
    run.start();
  }

  private void handled(Step.Handle handle) {
    running.remove(handle);
    if (!closed) {
      lanes.handled(handle);
    }
  }

  private <T> void ask(
      Step step, Ownership ours, CompletionStage<Answer<T>> answer, Consumer<T> given) {
    asked.put(step, step.size());
    askedSize += step.size();
    answer.thenAccept(a -> tools.loop.post(() -> answered(step, ours, a, given)));
  }

  private <T> void answered(Step step, Ownership ours, Answer<T> answer, Consumer<T> given) {
    Integer size = asked.remove(step);
    if (closed || size == null) {
      return; // nobody waits for it any more
    }
    askedSize -= size;
    switch (answer) {
      case Answer.Given<T>(T value) -> given.accept(value);
      case Answer.Fenced<T>(String stored) -> {
        lanes.unanswered(step);
        fenced(ours, stored);
      }
      case Answer.Missing<T>(Throwable why) -> {
        lanes.unanswered(step);
        refused(why);
      }
    }
  }

  /**
   * Another epoch is stored: we are a zombie, or Redis went back in time. The group knows which.
   */
  private void fenced(Ownership ours, String stored) {
    if (owner != ours) {
      return;
    }
    LOG.warn("{}: epoch {} is stored, ours is {}", partition.name(), stored, ours.epoch());
    owner = null;
    if (finished != null) {
      abandon();
    } else {
      partition.wantProof(true);
    }
  }

  private void refused(Throwable why) {
    long now = System.nanoTime();
    if (now >= holdUntil) {
      LOG.warn("{}: Redis did not do it, trying again: {}", partition.name(), why.toString());
    }
    holdUntil = now + REFUSED_NANOS;
  }
}
