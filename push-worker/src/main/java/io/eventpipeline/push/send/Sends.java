package io.eventpipeline.push.send;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;

/** Sends one message, and tells hold, gate and meters what came of it. Threads: any. */
@Singleton
final class Sends {
  private final PushSender sender;
  private final SendGate gate;
  private final QuotaHold quota;
  private final Meters<PushMetric> meters;

  Sends(PushSender sender, SendGate gate, QuotaHold quota, Meters<PushMetric> meters) {
    this.sender = sender;
    this.gate = gate;
    this.quota = quota;
    this.meters = meters;
  }

  /** What a send means for its notification. */
  sealed interface Step {
    /** The recipient is done with, or has had a failed attempt. */
    record Done(SendResult result) implements Step {}

    /**
     * All sending is on hold now. The same message is to be sent again, and no attempt is spent.
     *
     * @param failed whether it counts as a failed send
     */
    record Again(boolean failed) implements Step {}
  }

  Step send(PushMessage message) {
    long start = SystemTime.nanos();
    SendResult result = sendOnce(message);
    meters.record(PushMetric.SEND, SystemTime.nanos() - start);
    return switch (result) {
      case SendResult.QuotaExceeded(var retryAfter) -> {
        quota.hold(retryAfter);
        yield new Step.Again(false);
      }
      case SendResult.Unauthorized(var why) -> {
        gate.noteUnauthorized(why);
        yield new Step.Again(false);
      }
      case SendResult.Failed(var why, var retryAfter) -> {
        meters.count(PushMetric.FAILED, "no_answer", 1);
        yield gate.noteFailure(message.to(), why) ? new Step.Again(true) : new Step.Done(result);
      }
      default -> {
        gate.noteAnswer();
        count(result);
        yield new Step.Done(result);
      }
    };
  }

  private SendResult sendOnce(PushMessage message) {
    try {
      return sender.send(message);
    } catch (RuntimeException bug) { // an endless repetition would be worse
      return new SendResult.Failed("the sender broke: " + bug.getClass().getName(), null);
    }
  }

  private void count(SendResult result) {
    switch (result) {
      case SendResult.Sent() -> meters.count(PushMetric.SENT);
      case SendResult.Unregistered() -> meters.count(PushMetric.FAILED, "unregistered", 1);
      case SendResult.BadToken(var why) -> meters.count(PushMetric.FAILED, "bad_token", 1);
      case SendResult.BadPayload(var why) -> meters.count(PushMetric.FAILED, "bad_payload", 1);
      case SendResult.Forbidden(var why) -> meters.count(PushMetric.FAILED, "forbidden", 1);
      default -> throw new IllegalStateException("counted elsewhere: " + result);
    }
  }
}
