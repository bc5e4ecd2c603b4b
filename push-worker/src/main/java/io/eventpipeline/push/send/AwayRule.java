package io.eventpipeline.push.send;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;

/**
 * Says when the push service counts as away: no answer for 5 s, and the last 10 sends, to at least
 * 3 recipients, all failed. Any answer but an error of the service itself ends that. Pure; one
 * thread at a time.
 */
final class AwayRule {
  static final Duration SILENCE = Duration.ofSeconds(5);
  static final int SENDS = 10;
  static final int RECIPIENTS = 3;

  private final Deque<Recipient> failed = new ArrayDeque<>();
  private long lastAnswer;

  /**
   * @param now nanoseconds of a monotonic clock, as everywhere here
   */
  AwayRule(long now) {
    lastAnswer = now;
  }

  void noteAnswer(long now) {
    failed.clear();
    lastAnswer = now;
  }

  /** Notes a send that failed. True if the service counts as away. */
  boolean noteFailure(Recipient to, long now) {
    failed.addLast(to);
    if (failed.size() > SENDS) {
      failed.removeFirst();
    }
    return failed.size() == SENDS
        && now - lastAnswer >= SILENCE.toNanos()
        && new HashSet<>(failed).size() >= RECIPIENTS;
  }
}
