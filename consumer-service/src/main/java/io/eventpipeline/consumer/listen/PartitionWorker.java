package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.time.SystemTime;
import io.eventpipeline.consumer.handle.HandlerRun;
import io.eventpipeline.consumer.handle.HandlerTools;
import io.eventpipeline.consumer.handle.HandlerWatch;
import io.eventpipeline.consumer.ledger.Claimed;
import io.eventpipeline.consumer.ledger.LedgerConnection;
import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.ledger.ScriptResult;
import io.eventpipeline.consumer.ledger.Settled;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.HandlerMemory;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * fill. Event loop only.
 */
final class PartitionWorker {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionWorker.class);

  /**
   * Steps of a partition that may be unanswered at once, each and every event in it counting as
   * one: enough to keep Redis busy, few enough for the last of them to be answered in some
   * milliseconds, however many users there are, and for their arguments to take little memory.
   */
  private static final int MOST_ASKED = 1000;

  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long WAITING_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The first renewal passes a lease over, so it is renewed at half of its time at the latest. */
  private static final long RENEW_NANOS = LedgerSettings.LEASE.toNanos() / 4;

  private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Partition partition;
  private final Tools tools;
  private final Lanes lanes;
  private final EventOutcomes tally;
  private final HandlerWatch watch;
  private final HandlerMemory outcomes = new HandlerMemory();
  private final OnceAMinute refusals = new OnceAMinute();

  private final StepBatcher<Step.Claim> claims = new StepBatcher<>();
  private final StepBatcher<Step.Settle> settles = new StepBatcher<>();

  /** What Redis has not answered yet, and the sum of the sizes. */
  private final Set<StepBatch<?>> asked = new HashSet<>();

  private int askedSize;
  private final Map<Step.Handle, HandlerRun> running = new IdentityHashMap<>();
  private final @Nullable CommitNote note;

  /** Those of the owner before us whose records we have not read yet. */
  private final Map<Long, Integer> attempts = new HashMap<>();

  private @Nullable String runId;
  private @Nullable Ownership owner;
  private boolean up;
  private boolean wasOpen;
  private boolean taking;
  private boolean rewinding;
  private boolean outOfRoom;
  private boolean closed;
  private @Nullable CompletableFuture<Void> finished;
  private long finishBy;
  private long holdUntil = SystemTime.nanos();

  /** What Redis refuses of one user holds up no other: for a while each is asked by itself. */
  private long aloneUntil = SystemTime.nanos();

  private boolean alone;
  private long lastSweep;
  private long lastCheck;
  private long lastRenewal = SystemTime.nanos();
  private long lastWaiting;
  private volatile Waiting waiting = new Waiting(0, 0, 0);

  /** Users of the partition that wait, by what for. */
  record Waiting(int gap, int retry, int handler) {}

  /** What all workers share. */
  static final class Tools {
    private final EventLoop loop;
    private final LedgerConnection link;
    private final Quarantine quarantine;
    private final OrderSettings order;
    private final HandlerTools handlers;
    private final Meters<ConsumerMetric> meters;
    private final RedisLedger ledger;

    Tools(
        EventLoop loop,
        LedgerConnection link,
        RedisLedger ledger,
        Quarantine quarantine,
        OrderSettings order,
        HandlerTools handlers,
        Meters<ConsumerMetric> meters) {
      this.loop = loop;
      this.link = link;
      this.ledger = ledger;
      this.quarantine = quarantine;
      this.order = order;
      this.handlers = handlers;
      this.meters = meters;
    }

    RedisLedger ledger() {
      return ledger;
    }

    LedgerConnection link() {
      return link;
    }
  }

  PartitionWorker(Partition partition, @Nullable CommitNote note, Tools tools) {
    this.partition = partition;
    this.note = note;
    if (note != null) {
      attempts.putAll(note.attempts());
    }
    this.tools = tools;
    this.tally = new EventOutcomes(tools.meters, partition.name().partition());
    this.watch =
        new HandlerWatch(tools.meters, tools.handlers.spans(), partition.name().partition());
    this.lanes = new Lanes(tools.order, tools.quarantine, this::finished);
  }

  private void finished(PendingEvent entry) {
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
    List<StepBatch<?>> unanswered = List.copyOf(asked);
    unanswered.forEach(this::awaitNoMore);
    unanswered.forEach(call -> tally.unanswered(call.steps()));
    unanswered.forEach(call -> call.steps().forEach(lanes::unanswered));
    giveBackUnsent();
  }

  /** False if no answer to the call was awaited. */
  private boolean awaitNoMore(StepBatch<?> call) {
    claims.answered(call);
    settles.answered(call);
    boolean awaited = asked.remove(call);
    askedSize -= awaited ? call.size() : 0;
    return awaited;
  }

  private void giveBackUnsent() {
    claims.giveBack().steps().forEach(lanes::unanswered);
    settles.giveBack().steps().forEach(lanes::unanswered);
  }

  void take() {
    if (taking || owner != null || closed) {
      return;
    }
    taking = true;
    CompletionStage<ScriptResult<Ownership>> answer =
        tools
            .ledger()
            .take(partition.name().topic(), partition.name().partition(), partition.topicId());
    tools.link.flush();
    answer.thenAccept(a -> tools.loop.post(() -> taken(a)));
  }

  private void taken(ScriptResult<Ownership> answer) {
    if (!taking) {
      return; // of a connection that is gone
    }
    taking = false;
    switch (answer) {
      case ScriptResult.Given<Ownership>(Ownership ours) -> {
        owner = ours;
        partition.firstTopicId(ours.firstTopicId());
      }
      case ScriptResult.Fenced<Ownership> impossible ->
          throw new IllegalStateException("taking a partition cannot be refused");
      case ScriptResult.Refused<Ownership>(Throwable why) -> refused(why);
      case ScriptResult.Missing<Ownership>() -> hold();
    }
  }

  void add(List<PendingEvent> entries) {
    if (finished != null || closed) {
      return; // not final here, so never committed: the next owner reads them
    }
    for (PendingEvent entry : entries) {
      outcomes.recall(entry);
      recallAttempts(entry);
      lanes.add(entry);
    }
    if (!entries.isEmpty()) {
      lanes.gaps().logTime(entries.getLast().logTime());
    }
  }

  /** The owner before us may have tried it, and let it go before the next try. */
  private void recallAttempts(PendingEvent entry) {
    Integer before = attempts.remove(entry.offset());
    if (before != null) {
      entry.recall(before);
    }
  }

  void forgetAttempts() {
    attempts.clear();
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
    if (wasOpen != isOpen()) {
      wasOpen = !wasOpen;
      lanes.restartHolds();
    }
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
      alone = now < aloneUntil;
      Step step = hasRoom() ? lanes.next() : null;
      while (step != null) {
        carryOut(step, ours);
        step = hasRoom() ? lanes.next() : null;
      }
      boolean urgent = alone || finished != null;
      if (urgent || claims.isDue()) {
        claim(ours);
      }
      if (urgent || settles.isDue()) {
        settle(ours);
      }
    }
    if (finished != null && (isFinished() || now >= finishBy)) {
      abandon();
    }
  }

  private boolean hasRoom() {
    return askedSize + claims.size() + settles.size() < MOST_ASKED;
  }

  /** Ten times a second. */
  private void check(long now) {
    partition.wantEnd(lanes.gaps().count() > 0);
    outcomes.forgetBefore(partition.readAgainFrom());
    int late = 0;
    for (Map.Entry<Step.Handle, HandlerRun> run : running.entrySet()) {
      boolean over = run.getValue().interruptIfOver(now);
      late += over ? 1 : 0;
      lanes.overdue(run.getKey(), over);
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
    StepBatch<Step.Claim> call = new StepBatch<>();
    for (Step.Claim leased : lanes.renewals()) {
      call.add(leased);
      if (call.size() >= StepBatcher.FULL) {
        renew(ours, call);
        call = new StepBatch<>();
      }
    }
    renew(ours, call);
  }

  private void renew(Ownership ours, StepBatch<Step.Claim> call) {
    if (call.steps().isEmpty()) {
      return;
    }
    tools
        .ledger()
        .claim(ours, call.map(Step.Claim::entries), true)
        .thenAccept(
            answer -> {
              if (answer instanceof ScriptResult.Fenced<?>(String stored)) {
                tools.loop.post(() -> fenced(ours, stored));
              }
            });
  }

  private boolean isFinished() {
    return lanes.isEmpty()
        || (!isOpen() && running.isEmpty() && !lanes.hasLeases())
        || (!running.isEmpty()
            && running.size() == lanes.count()
            && running.values().stream().allMatch(HandlerRun::isEndingTheProcess));
  }

  private void carryOut(Step step, Ownership ours) {
    switch (step) {
      case Step.Claim claim when claim.quarantined() -> {
        claim(ours);
        claims.add(claim);
        claim(ours);
      }
      case Step.Claim claim -> {
        claims.add(claim);
        if (alone || claims.isFull()) {
          claim(ours);
        }
      }
      case Step.Settle settle -> {
        settles.add(settle);
        if (alone || settles.isFull()) {
          settle(ours);
        }
      }
      case Step.Jump jump ->
          ask(
              new StepBatch<>(jump),
              ours,
              tools.ledger().jump(ours, jump.lane().name(), jump.from(), jump.to()),
              given -> lanes.jumped(jump, given));
      case Step.Release release ->
          ask(
              new StepBatch<>(release),
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

  private void claim(Ownership ours) {
    if (claims.isEmpty()) {
      return;
    }
    StepBatch<Step.Claim> call = claims.take();
    boolean quarantined = call.steps().getFirst().quarantined();
    ask(
        call,
        ours,
        tools.ledger().claim(ours, call.map(Step.Claim::entries), quarantined),
        given -> call.forEach(given, this::claimed));
  }

  private void claimed(Step.Claim claim, Claimed given) {
    tally.claimed(claim.entries(), given.codes());
    lanes.claimed(claim, given.codes(), given.next());
  }

  private void settle(Ownership ours) {
    if (settles.isEmpty()) {
      return;
    }
    StepBatch<Step.Settle> call = settles.take();
    ask(
        call,
        ours,
        tools.ledger().settle(ours, call.map(Step.Settle::entries)),
        given -> call.forEach(given, this::settled));
  }

  private void settled(Step.Settle settle, Settled given) {
    tally.settled(settle.entries(), given.codes());
    lanes.settled(settle, given.codes(), given.next());
  }

  private <T> void ask(
      StepBatch<?> call,
      Ownership ours,
      CompletionStage<ScriptResult<T>> answer,
      Consumer<T> given) {
    asked.add(call);
    askedSize += call.size();
    answer.thenAccept(a -> tools.loop.post(() -> answered(call, ours, a, given)));
  }

  private <T> void answered(
      StepBatch<?> call, Ownership ours, ScriptResult<T> answer, Consumer<T> given) {
    if (!awaitNoMore(call) || closed) {
      return; // nobody waits for it any more
    }
    switch (answer) {
      case ScriptResult.Given<T>(T value) -> given.accept(value);
      case ScriptResult.Fenced<T>(String stored) -> {
        call.steps().forEach(lanes::unanswered);
        fenced(ours, stored);
      }
      case ScriptResult.Refused<T>(Throwable why) -> {
        tally.unanswered(call.steps());
        call.steps().forEach(lanes::unanswered);
        refused(why);
      }
      case ScriptResult.Missing<T>() -> {
        tally.unanswered(call.steps());
        call.steps().forEach(lanes::unanswered);
        hold();
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

  /** What Redis refuses of one user; what it refuses of everybody, the link tells. */
  private void refused(Throwable why) {
    if (refusals.mayTell(why.toString(), SystemTime.nanos())) {
      LOG.warn(
          "{}: Redis refuses a script because of one user's keys. It is tried again, and holds up"
              + " no other user: {}",
          partition.name(),
          why.toString());
    }
    hold();
  }

  private void hold() {
    long now = SystemTime.nanos();
    giveBackUnsent(); // they may be another's that is refused, and are to be asked alone too
    holdUntil = now + REFUSED_NANOS;
    aloneUntil = now + ALONE_NANOS;
  }
}
