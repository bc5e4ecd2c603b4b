package io.eventpipeline.consumer.order;

import io.eventpipeline.runtime.observe.ThrownText;

/**
 * Why an event failed, as the dead-letter queue keeps it.
 *
 * @param errorClass a class name, or the name of a rule such as {@code CrashLoop}
 * @param error what went wrong, never empty; cut at {@link ThrownText#MOST_OF_MESSAGE}
 * @param stackTrace empty where nothing was thrown; cut at {@link ThrownText#MOST_OF_TRACE}
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

  public Failure {
    error = ThrownText.cut(error, ThrownText.MOST_OF_MESSAGE);
    stackTrace = ThrownText.cut(stackTrace, ThrownText.MOST_OF_TRACE);
  }

  /** Of something a handler threw. */
  public static Failure of(Throwable thrown) {
    return new Failure(
        thrown.getClass().getName(), ThrownText.message(thrown), ThrownText.trace(thrown));
  }
}
