package io.eventpipeline.push.observe;

import io.eventpipeline.runtime.observe.Meter;
import io.eventpipeline.runtime.observe.Metered;

/** Every meter of the push worker. The table in docs/reference.md repeats it, a test compares. */
public enum PushMetric implements Metered {
  SENT(Meter.counter("push.sent", "messages", "Taken by FCM, one for each device")),
  FAILED(
      Meter.counter("push.failed", "messages", "Refused by FCM or not answered, for each device")
          .by("reason", "unregistered", "bad_token", "bad_payload", "forbidden", "no_answer")),
  SEND(Meter.timer("push.send", "From a send to its answer")),
  FINISHED(
      Meter.counter("push.finished", "notifications", "Finished; `failed` ones are dead letters")
          .by("end", "sent", "failed", "expired", "dropped", "no_device", "sent_before")),
  RETRIED(Meter.counter("push.retried", "notifications", "Failed attempts that another follows")),
  WAITING(
      Meter.gauge(
          "push.waiting", "notifications", "In the outbox, not finished; NaN until Redis answers")),
  RETRIES(Meter.gauge("push.retries.waiting", "notifications", "Wait for another attempt")),
  OLDEST(
      Meter.gauge(
          "push.oldest.age.seconds",
          "seconds",
          "Age of the oldest entry of the outbox; 0 if there is none")),
  DEAD(
      Meter.gauge("push.dead.letters", "notifications", "In `push:dlq`; the same at every worker")),
  DEAD_DROPPED(
      Meter.counter(
          "push.dead.dropped",
          "notifications",
          "Dead letters dropped: over 30 days old, or over 100,000")),
  IN_HAND(Meter.gauge("push.in.hand", "notifications", "Read by this worker and not finished")),
  HELD(
      Meter.gauge("push.held", "1 or 0", "1 while sending is on hold, by reason")
          .by("why", "quota", "away", "unauthorized")),
  DEGRADED(Meter.gauge("push.degraded", "1 or 0", "1 while health has a `degraded` reason")),
  REDIS_UP(Meter.gauge("push.redis.up", "1 or 0", "1 while Redis takes our writes"));

  private final Meter meter;

  PushMetric(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Meter meter() {
    return meter;
  }
}
