package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.EventEdit;
import io.eventpipeline.admin.deadletter.Purge;
import io.eventpipeline.admin.deadletter.PurgeCode;
import io.eventpipeline.admin.replay.Begun;
import io.eventpipeline.admin.replay.PendingReplay;
import io.eventpipeline.admin.replay.PoisonFix;
import io.eventpipeline.admin.replay.ReplayResult;
import io.eventpipeline.admin.replay.ReplaySettings;
import io.eventpipeline.admin.replay.SingleReplay;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators do with single dead letters, without a wait for results. Threads: any. */
@Singleton
final class EntryActions {
  private static final Logger LOG = LoggerFactory.getLogger(EntryActions.class);

  /** How long a replay's result is waited for, to be noted in the audit. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SingleReplay replays;
  private final PoisonFix fixes;
  private final Purge purges;
  private final Audit audit;
  private final Duration staleAfter;

  EntryActions(
      SingleReplay replays, PoisonFix fixes, Purge purges, Audit audit, ReplaySettings settings) {
    this.replays = replays;
    this.fixes = fixes;
    this.purges = purges;
    this.audit = audit;
    this.staleAfter = settings.staleAfter();
  }

  /**
   * Publishes a replay. Its result is noted in the audit later.
   *
   * @param payload replaces the event's; null leaves it
   * @return why not; null if Kafka has it
   */
  @Nullable ReplayResult replay(String id, @Nullable String payload, Operator by) {
    return refusal(id, begin(id, payload, by));
  }

  /** As {@link #replay}, and waits for the result. */
  ReplayResult replayAndWait(String id, @Nullable String payload, Operator by) {
    return switch (begin(id, payload, by)) {
      case Begun.Not(ReplayResult refusal) -> refusal;
      case Begun.Published(PendingReplay replay) -> replay.await(PATIENCE);
    };
  }

  private Begun begin(String id, @Nullable String payload, Operator by) {
    if (payload == null) {
      return replays.begin(id, null, by);
    }
    byte[] json = payload.getBytes(StandardCharsets.UTF_8);
    return replays.begin(id, letter -> EventEdit.payload(letter, json), by);
  }

  /**
   * Publishes a corrected record as a new event, and deletes the dead letter once that is final.
   *
   * @return why not; null if Kafka has it
   */
  @Nullable ReplayResult fix(String id, String record, Operator by) {
    return refusal(id, fixes.begin(id, record.getBytes(StandardCharsets.UTF_8), by));
  }

  private static @Nullable ReplayResult refusal(String id, Begun begun) {
    return switch (begun) {
      case Begun.Not(ReplayResult refusal) -> refusal;
      case Begun.Published(PendingReplay replay) -> {
        var unused = Thread.ofVirtual().name("replay-result").start(() -> awaitResult(id, replay));
        yield null;
      }
    };
  }

  private static void awaitResult(String id, PendingReplay replay) {
    try {
      ReplayResult unused = replay.await(PATIENCE);
    } catch (RedisException e) {
      LOG.warn("The result of the replay of {} is not in the audit: {}", id, e.getMessage());
    }
  }

  /** Deletes a dead letter for good. */
  PurgeCode purge(String id, Operator by) {
    return purges.purge(List.of(id), id, staleAfter, by).getFirst();
  }

  /**
   * Notes that somebody is about to see what is hidden.
   *
   * @throws RedisException if it cannot be noted; then nobody may see it
   */
  void noteReveal(String id, Operator by) {
    AuditNote note = AuditNote.of("reveal", id);
    String op = audit.begin(by, note);
    audit.end(op, by, note, "shown");
  }
}
