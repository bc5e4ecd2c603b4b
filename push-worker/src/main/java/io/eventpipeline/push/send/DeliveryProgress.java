package io.eventpipeline.push.send;

import io.eventpipeline.push.finish.Ending;
import io.eventpipeline.push.note.Notification;
import io.eventpipeline.push.note.NotificationText;
import io.eventpipeline.push.retry.PushRetries;
import io.eventpipeline.push.retry.RetryDecision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has done so far for each recipient of a notification. Pure; one thread.
 *
 * <p>Recipients that are left over have not got the message and may still get it.
 */
final class DeliveryProgress {
  private final Notification note;
  private final long addedAt;
  private final Deque<Recipient> untried = new ArrayDeque<>();
  private final List<Recipient> badTokens = new ArrayList<>();
  private final List<Recipient> refused = new ArrayList<>();
  private final List<Recipient> unanswered = new ArrayList<>();
  private boolean begun;
  private boolean badPayload;
  private int sent;
  private int failed;
  private String error = "";
  private @Nullable Duration retryAfter;

  /**
   * @param addedAt unix milliseconds of the entry
   */
  DeliveryProgress(Notification note, long addedAt) {
    this.note = note;
    this.addedAt = addedAt;
  }

  int sent() {
    return sent;
  }

  int failed() {
    return failed;
  }

  /**
   * Names the recipients, unless they are known already.
   *
   * @param tokens of the user's devices
   */
  void begin(List<String> tokens) {
    if (!begun) {
      begun = true;
      List<String> devices = note.to() == null ? tokens : note.to();
      devices.forEach(token -> untried.add(new Recipient.Device(token)));
      String topic = note.topic();
      if (devices.isEmpty() && note.to() == null && topic != null) {
        untried.add(new Recipient.Topic(topic));
      }
    }
  }

  /** The notification's time is over: nobody else gets it. */
  Ending endExpired() {
    return new Ending.Final(isPassed() ? Ending.Mark.SENT : Ending.Mark.EXPIRED);
  }

  /** The next recipient; null if there is none left for this attempt. */
  @Nullable Recipient next() {
    return badPayload ? null : untried.peek();
  }

  /** Notes a failed send to the next recipient that does not count as an attempt. */
  void noteFailedSend() {
    failed++;
  }

  /** Notes what became of the next recipient. */
  void note(SendResult result) {
    Recipient to = untried.remove();
    if (result instanceof SendResult.Sent) {
      sent++;
      return;
    }
    failed++;
    switch (result) {
      case SendResult.BadToken(var why) -> give(badTokens, to, why);
      case SendResult.Forbidden(var why) -> give(refused, to, why);
      case SendResult.BadPayload(var why) -> {
        give(refused, to, why);
        badPayload = true;
      }
      case SendResult.Failed(var why, var wait) -> {
        give(unanswered, to, why);
        retryAfter =
            retryAfter == null || wait != null && wait.compareTo(retryAfter) > 0
                ? wait
                : retryAfter;
      }
      default -> {} // its token is gone
    }
  }

  private void give(List<Recipient> where, Recipient to, String why) {
    where.add(to);
    error = why;
  }

  /** Tokens that the push service refuses while it takes the same message for another device. */
  List<String> tokensToForget() {
    return isPassed() ? tokens(badTokens) : List.of();
  }

  /** True if some device has got it, now or in an earlier attempt. */
  private boolean isPassed() {
    return sent > 0 || note.to() != null;
  }

  /**
   * What becomes of the entry when this attempt is over.
   *
   * @param draw random, in [0, 1)
   */
  Ending end(PushRetries retries, double draw) {
    int attempts = note.attempt() + 1;
    if (!badPayload
        && !unanswered.isEmpty()
        && retries.after(attempts, retryAfter, draw)
            instanceof RetryDecision.Again(Duration wait)) {
      return new Ending.Retry(note.next(attempts, left(), addedAt), wait);
    }
    boolean isDead =
        !refused.isEmpty() || !unanswered.isEmpty() || !isPassed() && !badTokens.isEmpty();
    if (isDead) {
      Notification rest = note.next(attempts, left(), addedAt);
      return new Ending.Dead(NotificationText.json(rest), error, attempts, queuedAt());
    }
    return new Ending.Final(mark());
  }

  /** Redis holds something else at a key of the notification. */
  Ending endBroken(String why) {
    Notification rest = note.next(note.attempt(), left(), addedAt);
    return new Ending.Dead(NotificationText.json(rest), why, note.attempt(), queuedAt());
  }

  private Ending.Mark mark() {
    if (isPassed()) {
      return Ending.Mark.SENT;
    }
    return failed == 0 ? Ending.Mark.NO_DEVICE : Ending.Mark.DROPPED;
  }

  /** The entry for another worker, which goes on where this one stops. */
  Ending back() {
    return new Ending.Back(note.next(note.attempt(), begun ? left() : note.to(), addedAt));
  }

  /** When the notification's first entry was added. */
  long queuedAt() {
    return note.queuedAt() == null ? addedAt : note.queuedAt();
  }

  /** The tokens that are left if some device has got it; null if none has. */
  private @Nullable List<String> left() {
    if (!isPassed()) {
      return null;
    }
    List<Recipient> left = new ArrayList<>(refused);
    left.addAll(unanswered);
    left.addAll(untried);
    return tokens(left);
  }

  private static List<String> tokens(List<Recipient> recipients) {
    return recipients.stream()
        .filter(Recipient.Device.class::isInstance)
        .map(one -> ((Recipient.Device) one).token())
        .toList();
  }
}
