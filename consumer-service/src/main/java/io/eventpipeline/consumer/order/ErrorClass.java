package io.eventpipeline.consumer.order;

import java.util.Arrays;

/**
 * Why an event failed, if not because of what its handler threw. The dead-letter queue keeps the
 * text, so it never changes.
 */
public enum ErrorClass {
  /** The record holds no valid event. */
  INVALID_EVENT("InvalidEvent"),
  /** No handler takes the event's type. */
  NO_HANDLER("NoHandler"),
  /** The process ended again and again while the event's handler ran. */
  CRASH_LOOP("CrashLoop"),
  /** The seq is so far ahead of the user's that it must be an error. */
  SEQ_TOO_FAR_AHEAD("SeqTooFarAhead"),
  /** The handler ran, and meanwhile a jump gave up the event's seq. */
  PLACE_GIVEN_UP("PlaceGivenUp"),
  /** The handler returned emissions that cannot be sent. */
  BAD_EMISSION("BadEmission"),
  /** The handler threw something; its class stands in place of this text. */
  THROWN("");

  private final String text;

  ErrorClass(String text) {
    this.text = text;
  }

  /** As the dead-letter queue keeps it. */
  public String text() {
    return text;
  }

  /** {@link #THROWN} for any text that is none of the others. */
  public static ErrorClass of(String text) {
    return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst().orElse(THROWN);
  }
}
