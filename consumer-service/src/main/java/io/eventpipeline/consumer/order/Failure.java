package io.eventpipeline.consumer.order;

import io.eventpipeline.runtime.observe.ThrownText;

/**
 * Why an event failed, as the dead-letter queue keeps it.
 *
 * @param errorClass the text of an {@link ErrorClass}, or the class that a handler threw
 * @param error what went wrong, never empty; cut at {@link ThrownText#MOST_OF_MESSAGE}
 * @param stackTrace empty if nothing was thrown; cut at {@link ThrownText#MOST_OF_TRACE}
 */
public record Failure(String errorClass, String error, String stackTrace) {
  public static final Failure CRASH_LOOP =
      of(ErrorClass.CRASH_LOOP, "the process ended before the handler did, too many times");

  public static final Failure SEQ_TOO_FAR_AHEAD =
      of(
          ErrorClass.SEQ_TOO_FAR_AHEAD,
          "its seq is more than order.max-seq-jump ahead of its user's");

  public static final Failure PLACE_GIVEN_UP =
      of(
          ErrorClass.PLACE_GIVEN_UP,
          "its handler ran, but its place in the order was given up meanwhile");

  public Failure {
    error = ThrownText.cut(error, ThrownText.MOST_OF_MESSAGE);
    stackTrace = ThrownText.cut(stackTrace, ThrownText.MOST_OF_TRACE);
  }

  /** A failure that no handler threw. */
  public static Failure of(ErrorClass why, String error) {
    return new Failure(why.text(), error, "");
  }

  /** What a handler threw. */
  public static Failure of(Throwable thrown) {
    return new Failure(
        thrown.getClass().getName(), ThrownText.message(thrown), ThrownText.trace(thrown));
  }
}
