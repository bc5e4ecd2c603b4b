package io.eventpipeline.consumer.order;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Why an event failed, as the dead-letter queue keeps it.
 *
 * @param errorClass a class name, or the name of a rule such as {@code CrashLoop}
 * @param error the message, never empty
 * @param stackTrace empty where nothing was thrown
 */
public record Failure(String errorClass, String error, String stackTrace) {
  /** The process died again and again while it ran this event. */
  public static final Failure CRASH_LOOP =
      new Failure("CrashLoop", "the process ended before the handler did, too many times", "");

  /** Its seq is so far ahead of the user's that it must be an error. */
  public static final Failure SEQ_TOO_FAR_AHEAD =
      new Failure(
          "SeqTooFarAhead", "its seq is more than order.max-seq-jump ahead of its user's", "");

  /** Its handler ran, and meanwhile its place in the order was given up elsewhere. */
  public static final Failure PLACE_GIVEN_UP =
      new Failure(
          "PlaceGivenUp", "its handler ran, but its place in the order was given up meanwhile", "");

  private static final int MAX_TRACE_LENGTH = 8_000;

  /** Of something a handler threw. */
  public static Failure of(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String text = trace.toString();
    return new Failure(
        thrown.getClass().getName(),
        thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage(),
        text.length() > MAX_TRACE_LENGTH ? text.substring(0, MAX_TRACE_LENGTH) : text);
  }
}
