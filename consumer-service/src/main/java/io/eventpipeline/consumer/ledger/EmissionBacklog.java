package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.consumer.outbox.OutboxSettings;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis once a second how many emissions wait for the push workers, and whether one of these
 * was seen lately. Nothing is ever dropped: at {@code outbox.max-backlog} the partitions are
 * paused. Threads: any.
 */
@Context
public final class EmissionBacklog {
  private static final Logger LOG = LoggerFactory.getLogger(EmissionBacklog.class);

  private static final Duration UNREAD = Duration.ofMinutes(10);

  /** Once full, the backlog has to shrink to this part before reading goes on. */
  private static final double RESUME = 0.8;

  private final LedgerConnection connection;
  private final List<String> streams;
  private final int max;
  private final boolean hasRules;
  private volatile OutboxStatus status = OutboxStatus.UNKNOWN;
  private volatile boolean full;
  private volatile long readAt = SystemTime.nanos();
  private boolean warned;

  EmissionBacklog(
      LedgerConnection connection,
      KeySpaces spaces,
      OutboxSettings settings,
      EmissionRules rules,
      Meters<ConsumerMetric> meters) {
    this.connection = connection;
    streams = spaces.all().stream().map(KeySpace::outboxPush).toList();
    max = settings.maxBacklog();
    hasRules = !rules.types().isEmpty();
    meters.gauge(ConsumerMetric.OUTBOX_BACKLOG, this, watch -> watch.status.length());
    meters.gauge(ConsumerMetric.OUTBOX_DEGRADED, this, watch -> watch.trouble().isEmpty() ? 0 : 1);
  }

  /** True while the partitions must not be read. */
  public boolean isFull() {
    return full;
  }

  /** What degrades the outbox and what to do; empty if nothing does. */
  String trouble() {
    OutboxStatus now = status;
    if (now.isForeign()) {
      return "the key outbox:push holds no stream: rename it, events with emissions wait";
    }
    if (now.length() >= max / 2.0) {
      return "%.0f emissions wait, outbox.max-backlog is %d: start more push workers"
          .formatted(now.length(), max);
    }
    return isWritten(now) && SystemTime.nanos() - readAt > UNREAD.toNanos()
        ? "no push worker has read outbox:push for 10 minutes: start one"
        : "";
  }

  private boolean isWritten(OutboxStatus now) {
    return hasRules || now.length() > 0;
  }

  @Scheduled(fixedDelay = "1s", initialDelay = "1s")
  void ask() {
    List<CompletionStage<OutboxStatus>> answers = new ArrayList<>(streams.size());
    for (String stream : streams) {
      answers.add(
          connection
              .run(Script.OUTBOX, new String[] {stream}, new String[] {KeySpace.PUSH_WORKERS})
              .thenApply(OutboxStatus::of));
    }
    CompletionStage<OutboxStatus> all = CompletableFuture.completedFuture(OutboxStatus.EMPTY);
    for (CompletionStage<OutboxStatus> answer : answers) {
      all = all.thenCombine(answer, OutboxStatus::plus);
    }
    var ignored =
        all.whenComplete(
            (sum, error) -> {
              if (error == null) {
                update(sum);
              } else {
                LOG.debug("Redis did not answer about the outbox: {}", error.toString());
              }
            });
    connection.flush();
  }

  private synchronized void update(OutboxStatus now) {
    status = now;
    boolean wasFull = full;
    full = now.length() >= (wasFull ? RESUME * max : max);
    if (full != wasFull) {
      LOG.warn(
          full
              ? "{} emissions wait for the push workers (outbox.max-backlog={}): no event is read"
                  + " until fewer do. None is lost; start more push workers"
              : "{} emissions wait for the push workers (outbox.max-backlog={}): reading goes on",
          (long) now.length(),
          max);
    }
    if (now.isRead(UNREAD)) {
      readAt = SystemTime.nanos();
      warned = false;
    } else if (!warned && isWritten(now)) {
      warned = true;
      LOG.warn("no push worker reads outbox:push: notifications wait for one");
    }
  }
}
