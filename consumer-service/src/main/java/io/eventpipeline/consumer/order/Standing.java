package io.eventpipeline.consumer.order;

import org.jspecify.annotations.Nullable;

/**
 * What a user waits for. Times of the clock are the loop's, in nanoseconds; log times are unix
 * milliseconds.
 *
 * @param user the user's id, or the poison id
 * @param reason what it waits for
 * @param since when its first event that is not final came, on the clock
 * @param waiting how many of its events are not final
 * @param first the lowest of their offsets
 */
public record Standing(String user, Wait reason, long since, int waiting, long first) {
  /** What a user can wait for. */
  public sealed interface Wait {}

  /**
   * The end of its pause.
   *
   * @param until on the clock
   */
  public record Paused(long until) implements Wait {}

  /**
   * A handler that is at work.
   *
   * @param attempt from 1
   * @param started on the clock
   * @param interrupted true if it is over its timeout and has not returned
   */
  public record Handler(String event, int attempt, long started, boolean interrupted)
      implements Wait {}

  /**
   * The next attempt of an event.
   *
   * @param attempts that have failed
   * @param due on the clock
   * @param errorClass what the last one threw; null if another consumer ran it
   */
  public record Retry(String event, int attempts, long due, @Nullable String errorClass)
      implements Wait {}

  /**
   * What the handler of an event needs, and what is away.
   *
   * @param times it was away, in a row
   * @param due when the handler asks again, on the clock
   * @param errorClass what the last attempt threw
   */
  public record Unavailable(String event, int times, long due, @Nullable String errorClass)
      implements Wait {}

  /** Its turn in the quarantine, because its handler was cut off by crashes. */
  public record Quarantined(String event) implements Wait {}

  /** The lease of another consumer on this event. */
  public record Lease(String event) implements Wait {}

  /**
   * A missing seq.
   *
   * @param lowest the lowest seq that has come
   * @param since the log time from which the gap counts
   * @param ends the log time at which it is given up; without more records the clock decides
   */
  public record Gap(long seq, long lowest, long since, long ends) implements Wait {}

  /** The key of an outbox stream, which holds something else. */
  public record Outbox(String event) implements Wait {}

  /**
   * Redis.
   *
   * @param asked when it was asked last, on the clock
   */
  public record Redis(long asked) implements Wait {}
}
