package io.eventpipeline.admin.log;

import java.util.Locale;
import java.util.Map;

/**
 * What became of an event, as far as Redis and Kafka tell.
 *
 * @param fields of the hash {@code event:{id}}; empty if it is not final
 * @param lease {@code topic:partition epoch offset starts}; empty if nobody handles it
 */
public record EventState(Status status, Push push, Map<String, String> fields, String lease) {
  /** Redis does not answer. */
  public static final EventState UNKNOWN = new EventState(Status.UNKNOWN, Push.NONE, Map.of(), "");

  public EventState {
    fields = Map.copyOf(fields);
  }

  /** The life of an event. */
  public enum Status {
    QUEUED("queued"),
    PROCESSING("processing"),
    PROCESSED("processed"),
    FAILED("failed"),
    SKIPPED("skipped"),
    /** Final, and Redis forgot it: it expired, or Redis lost it. */
    FORGOTTEN("no state left in Redis"),
    UNKNOWN("not known");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** For people. */
    public String word() {
      return word;
    }

    /** Name of its colour. */
    public String style() {
      return this == FORGOTTEN || this == UNKNOWN ? "unknown" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether it will not change by itself. */
    public boolean isFinal() {
      return this != QUEUED && this != PROCESSING && this != UNKNOWN;
    }
  }

  /** What became of the push notifications of an event. */
  public enum Push {
    NONE(""),
    QUEUED("push queued"),
    SENT("push sent"),
    FAILED("push failed"),
    /** No device, too late, or not wanted. */
    NOT_SENT("push not sent");

    private final String word;

    Push(String word) {
      this.word = word;
    }

    /** For people; empty if there are no notifications. */
    public String word() {
      return word;
    }

    /** Name of its colour. */
    public String style() {
      return switch (this) {
        case NONE, NOT_SENT -> "skipped";
        case QUEUED -> "queued";
        case SENT -> "sent";
        case FAILED -> "failed";
      };
    }
  }

  /** A field of the hash; empty if it is absent. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
