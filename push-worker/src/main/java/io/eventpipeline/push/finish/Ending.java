package io.eventpipeline.push.finish;

import io.eventpipeline.push.note.Notification;
import java.time.Duration;

/** What becomes of an entry. */
public sealed interface Ending {
  /** The notification is finished, and its mark says how. */
  record Final(Mark mark) implements Ending {}

  /** A notification of this id was sent before; the mark stays. */
  record SentBefore() implements Ending {}

  /** Another attempt follows. */
  record Retry(Notification next, Duration delay) implements Ending {}

  /** Another worker is to go on with it. No attempt failed. */
  record Back(Notification next) implements Ending {}

  /**
   * It is given up.
   *
   * @param payload the JSON to send again, or the text of a malformed entry
   * @param attempts that failed
   * @param queuedAt unix milliseconds of its first entry
   */
  record Dead(String payload, String error, int attempts, long queuedAt) implements Ending {}

  /** The ends of notifications that are no dead letters. */
  enum Mark {
    SENT("sent"),
    EXPIRED("expired"),
    DROPPED("dropped"),
    NO_DEVICE("no-device");

    private final String value;

    Mark(String value) {
      this.value = value;
    }

    /** The value of {@code push:sent:{id}}. */
    public String value() {
      return value;
    }

    /** The value in metrics. */
    public String tag() {
      return value.replace('-', '_');
    }
  }
}
