package io.eventpipeline.admin.event;

import io.eventpipeline.admin.audit.AuditLine;
import io.eventpipeline.admin.deadletter.PastFailure;
import io.eventpipeline.admin.log.EventState;
import io.eventpipeline.admin.log.LogRecord;
import io.eventpipeline.admin.log.SearchState;
import io.eventpipeline.admin.page.Links;
import io.eventpipeline.admin.page.UtcTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one event, masked fields hidden.
 *
 * @param record null if it was not found, or not yet; its payload is empty
 * @param search how the search for the record goes
 * @param payload of the record, or of the dead letter if Kafka has no record; empty if neither is
 * @param failure null unless there is a dead letter
 * @param audit what operators did to it, the newest first; null if Redis does not tell
 * @param hidden whether something in the payload is hidden
 * @param revealed whether an operator wanted to see what is hidden, and nothing is
 */
public record EventDetail(
    String id,
    EventState state,
    @Nullable LogRecord record,
    SearchState search,
    String payload,
    @Nullable Failure failure,
    @Nullable List<AuditLine> audit,
    boolean hidden,
    boolean revealed) {

  /**
   * The dead letter of the event.
   *
   * @param history of earlier failures, the oldest first
   */
  public record Failure(
      String error,
      String errorClass,
      String stackTrace,
      String attempts,
      long failedAt,
      String replays,
      List<PastFailure> history) {
    public Failure {
      history = List.copyOf(history);
    }
  }

  /** Of the user; empty if nobody knows. */
  public String userId() {
    return record != null && record.row().isEvent() ? record.row().userId() : state.field("userId");
  }

  /** Of the event; empty if nobody knows. */
  public String type() {
    return record != null && record.row().isEvent() ? record.row().type() : state.field("type");
  }

  /** Handler runs; empty if nobody knows. */
  public String attempts() {
    return failure != null ? failure.attempts() : state.field("attempts");
  }

  public String seq() {
    return record != null && record.row().seq() != 0
        ? Long.toString(record.row().seq())
        : state.field("seq");
  }

  /** When it became final, unix milliseconds; 0 if it is not, or nobody knows. */
  public long finalAt() {
    String at = state.field("processedAt");
    return UtcTime.millis(at);
  }

  /** A sentence about the record; empty if it is there. */
  public String missing() {
    if (record != null) {
      return "";
    }
    return switch (search.end()) {
      case RUNNING -> "Searching for its record in Kafka.";
      case AWAY -> "Kafka, or a part of it, does not answer: its record is not known.";
      case TIME -> "Its record was not found within 5 s. Search by its user goes further back.";
      case REPLACED -> "The search for its record was stopped, because newer ones took its place.";
      case FOUND, BEGINNING ->
          "Its record was not found in Kafka: it was not sent, it has left Kafka, or Redis no"
              + " longer tells where it is.";
    };
  }

  /** The id for a path or a query. */
  public String encodedId() {
    return Links.segment(id);
  }

  /** Path of this page. */
  public String path() {
    return EventRow.path(id);
  }

  public String userPath() {
    return EventRow.userPath(userId());
  }

  public String deadLetterPath() {
    return "/admin/dead-letters/" + Links.segment(id);
  }

  /** Path of the page of what its user waits for. */
  public String waitingPath() {
    return "/admin/users?user=" + Links.segment(userId());
  }
}
