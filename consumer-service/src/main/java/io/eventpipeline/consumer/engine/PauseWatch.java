package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.PausedUser;
import io.eventpipeline.consumer.ledger.ScriptResult;
import io.eventpipeline.consumer.ledger.UserPauses;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.PausedLoad;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which users are paused: asks Redis once a second. A pause also ends here when its time is
 * over, or when a bound of its partition is reached. Event loop only, except {@link #trouble}.
 */
@Singleton
public final class PauseWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PauseWatch.class);
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Most users that one log line names. */
  private static final int MOST_NAMED = 10;

  private final UserPauses pauses;
  private final PauseBounds bounds;
  private final Meters<ConsumerMetric> meters;
  private final OnceAMinute refusals = new OnceAMinute();
  private Map<String, PausedUser> users = Map.of();
  private Map<String, Long> until = Map.of();
  private boolean known;
  private long askAt = SystemTime.nanos();
  private volatile double count = Double.NaN;
  private volatile String trouble = "";

  public PauseWatch(UserPauses pauses, PauseBounds bounds, Meters<ConsumerMetric> meters) {
    this.pauses = pauses;
    this.bounds = bounds;
    this.meters = meters;
    meters.gauge(ConsumerMetric.PAUSED_USERS, this, watch -> watch.count);
  }

  /** Redis is there again: asks it in the next turn. */
  void connect(long now) {
    askAt = now;
  }

  /** Asks Redis if a second has passed. The answer comes to the event loop. */
  void askIfDue(long now, EventLoop loop) {
    if (now >= askAt) {
      askAt = now + ASK_NANOS;
      var ignored =
          pauses.read().thenAccept(result -> loop.post(() -> receive(result, loop::tellPauses)));
    }
  }

  private void receive(ScriptResult<List<PausedUser>> result, Runnable changed) {
    switch (result) {
      case ScriptResult.Given<List<PausedUser>>(List<PausedUser> all) -> {
        trouble = "";
        apply(all, changed);
      }
      case ScriptResult.Refused<List<PausedUser>>(Throwable why) -> {
        // A user that runs on does less harm than a pipeline that stands.
        trouble = "nobody can be paused: " + why.getMessage();
        if (refusals.mayTell("refused", SystemTime.nanos())) {
          LOG.warn(
              "Redis does not say who is paused, so nobody is; look at the key named paused: {}",
              why.toString());
        }
        apply(List.of(), changed);
      }
      case ScriptResult.Missing<List<PausedUser>> missing -> {}
      case ScriptResult.Fenced<List<PausedUser>> impossible ->
          throw new IllegalStateException("paused.lua refuses no epoch: " + impossible);
    }
  }

  private void apply(List<PausedUser> all, Runnable changed) {
    boolean first = !known;
    known = true;
    count = all.size();
    if (all.isEmpty() && users.isEmpty() && !first) {
      return;
    }
    Map<String, PausedUser> now =
        all.stream().collect(Collectors.toMap(PausedUser::user, Function.identity(), (a, b) -> a));
    log("paused, their events wait", now, users);
    log("not paused any more", users, now);
    set(now);
    changed.run();
  }

  private void set(Map<String, PausedUser> now) {
    long nanos = SystemTime.nanos();
    Map<String, Long> ends = new HashMap<>();
    now.forEach(
        (user, one) -> {
          PausedUser before = users.get(user);
          boolean same = before != null && before.until() == one.until();
          long end = nanos + TimeUnit.MILLISECONDS.toNanos(one.msLeft());
          ends.put(user, same ? until.getOrDefault(user, end) : end);
        });
    users = now;
    until = ends;
  }

  private static void log(
      String what, Map<String, PausedUser> some, Map<String, PausedUser> others) {
    List<String> only = some.keySet().stream().filter(user -> !others.containsKey(user)).toList();
    if (!only.isEmpty()) {
      LOG.info(
          "{} users are {}: {}{}",
          only.size(),
          what,
          String.join(", ", only.subList(0, Math.min(MOST_NAMED, only.size()))),
          only.size() > MOST_NAMED ? ", …" : "");
    }
  }

  /** Who is paused, and until when on the event loop's clock; null before Redis has said it. */
  @Nullable Map<String, Long> until() {
    return known ? until : null;
  }

  /** Ends the first pause of a partition whose paused users hold too much of it. */
  void keepBounds(Lanes lanes, Partition partition) {
    PausedLoad load = lanes.pauses().load();
    PauseBounds.Bound bound = load == null ? null : bounds.reached(load, partition.watermark());
    if (load == null || bound == null) {
      return;
    }
    lanes.pauses().end(load.user());
    PausedUser paused = users.get(load.user());
    if (paused != null) {
      var ignored =
          pauses
              .end(paused, "bound: " + bound.meaning())
              .thenAccept(ended -> noteEnd(ended, paused.user(), bound, partition));
    }
  }

  private void noteEnd(boolean ended, String user, PauseBounds.Bound bound, Partition partition) {
    if (ended) { // or another consumer, or an operator, was faster
      meters.count(ConsumerMetric.PAUSES_ENDED, bound.tag(), 1);
      LOG.atWarn()
          .addKeyValue(Field.USER_ID, user)
          .addKeyValue(Field.PARTITION, partition.name().number())
          .log(
              "the pause of user {} has ended early, because {}; {} goes on for the others",
              user,
              bound.meaning(),
              partition.name());
    }
  }

  /** Why nobody can be paused; empty if all is well. Any thread. */
  public String trouble() {
    return trouble;
  }

  /** How many users are paused; NaN before Redis has said it. Any thread. */
  public double count() {
    return count;
  }
}
