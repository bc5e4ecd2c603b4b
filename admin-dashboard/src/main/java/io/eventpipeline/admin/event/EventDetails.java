package io.eventpipeline.admin.event;

import io.eventpipeline.admin.audit.AuditLine;
import io.eventpipeline.admin.audit.AuditTrail;
import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.deadletter.PastFailure;
import io.eventpipeline.admin.log.EventState;
import io.eventpipeline.admin.log.LogRecord;
import io.eventpipeline.admin.log.ProgressReader;
import io.eventpipeline.admin.log.Search;
import io.eventpipeline.admin.log.SearchState;
import io.eventpipeline.admin.log.Searches;
import io.eventpipeline.admin.log.StateReader;
import io.eventpipeline.admin.log.Wanted;
import io.eventpipeline.admin.mask.Masking;
import io.eventpipeline.admin.page.UtcTime;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects all that is known of one event, and masks it. Threads: any; they wait. */
@Singleton
final class EventDetails {
  /** A page waits so long for the record. */
  private static final Duration PATIENCE = Duration.ofMillis(400);

  /** Longest text of a page, in characters. */
  private static final int MOST_TEXT = 50_000;

  /** Hides nothing. */
  private static final Masking NOTHING = new Masking(List.of());

  private final Searches searches;
  private final ProgressReader progress;
  private final StateReader states;
  private final DeadLetters letters;
  private final AuditTrail audit;
  private final Masking masking;

  EventDetails(
      Searches searches,
      ProgressReader progress,
      StateReader states,
      DeadLetters letters,
      AuditTrail audit,
      Masking masking) {
    this.searches = searches;
    this.progress = progress;
    this.states = states;
    this.letters = letters;
    this.audit = audit;
    this.masking = masking;
  }

  /** Looks for the record, unless that was done just now. */
  EventDetail find(String id) {
    Search search = searches.fresh(new Wanted.ById(id));
    return detail(id, search.await(PATIENCE), masking);
  }

  /** The same with nothing hidden. The caller has noted who sees it. */
  EventDetail revealed(String id) {
    return detail(id, searches.fresh(new Wanted.ById(id)).await(PATIENCE), NOTHING);
  }

  /** What is known now. */
  EventDetail watch(String id) {
    return detail(id, searches.known(new Wanted.ById(id)).state(), masking);
  }

  private EventDetail detail(String id, SearchState search, Masking mask) {
    LogRecord record = search.record();
    EventState state = state(id, record);
    DeadLetter dead = state.status() == EventState.Status.PROCESSED ? null : dead(id);
    String payload = record != null ? record.payload() : dead != null ? payload(dead) : "";
    return new EventDetail(
        id,
        state,
        record == null ? null : masked(record, mask),
        search,
        cut(mask.json(payload)),
        dead == null ? null : failure(dead, payload, mask),
        audit(id, payload),
        mask.hides(payload),
        mask == NOTHING);
  }

  private EventState state(String id, @Nullable LogRecord record) {
    if (record == null) {
      return states.state(id);
    }
    Map<Integer, Long> committed = progress.last().committedByPartition();
    return states
        .states(List.of(record.row()), committed)
        .getOrDefault(record.row().id(), EventState.UNKNOWN);
  }

  private @Nullable DeadLetter dead(String id) {
    try {
      return letters.find(id);
    } catch (RedisException away) {
      return null;
    }
  }

  private static String payload(DeadLetter dead) {
    return dead.event() instanceof Parsed.Valid<Event>(Event event)
        ? event.payload().toString()
        : new String(dead.record(), StandardCharsets.UTF_8);
  }

  /**
   * @param payload of the record in Kafka; that of the dead letter may be another one
   */
  private static EventDetail.Failure failure(DeadLetter dead, String payload, Masking mask) {
    String failed = payload(dead);
    UnaryOperator<String> masked = text -> cut(mask.text(mask.text(text, failed), payload));
    List<PastFailure> history =
        PastFailure.parse(dead.field("history")).stream()
            .map(one -> one.withError(masked.apply(one.error())))
            .toList();
    return new EventDetail.Failure(
        masked.apply(dead.error()),
        dead.errorClass(),
        masked.apply(dead.field("stackTrace")),
        dead.field("attempts"),
        failedAt(dead),
        dead.field("replays"),
        history);
  }

  private static long failedAt(DeadLetter dead) {
    String at = dead.field("queuedAt");
    return UtcTime.millis(at);
  }

  private static LogRecord masked(LogRecord record, Masking mask) {
    List<LogRecord.Header> headers =
        record.headers().stream()
            .map(one -> new LogRecord.Header(one.name(), cut(mask.text(one.value()))))
            .toList();
    return new LogRecord(record.row(), "", headers, record.bytes());
  }

  private @Nullable List<AuditLine> audit(String id, String payload) {
    try {
      return audit.of(id).stream()
          .map(line -> line.with("outcome", masking.text(line.field("outcome"), payload)))
          .toList();
    } catch (RedisException away) {
      return null;
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT
        ? text
        : text.substring(0, MOST_TEXT) + "… (" + text.length() + " characters in all)";
  }
}
