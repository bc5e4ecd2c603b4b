package io.eventpipeline.ingest.observe;

import io.eventpipeline.observe.Meter;
import io.eventpipeline.observe.Metered;

/** Every meter of the ingest API; the README's table is made of it. */
public enum Metric implements Metered {
  RECEIVED(
      Meter.counter(
          "ingest.received", "events", "Sent to us; a body that is no JSON counts as one")),
  ACCEPTED(
      Meter.counter("ingest.accepted", "events", "Answered `accepted`: Kafka acknowledged them")),
  DUPLICATE(
      Meter.counter(
          "ingest.duplicates", "events", "Answered `duplicate`: known by their idempotency key")),
  REFUSED(
      Meter.counter("ingest.refused", "events", "Answered something else")
          .by("reason", "invalid", "too_large", "conflict", "rate_limited", "unavailable")),
  PUBLISH(Meter.timer("ingest.publish", "From a send to Kafka's acknowledgement, or its refusal")),
  LIMIT_LOCAL(
      Meter.counter(
          "ingest.limit.local", "requests", "Limited by this process alone, without Redis")),
  IDEMPOTENCY_OPEN(
      Meter.counter("ingest.idempotency.open", "keys", "Not looked up, because Redis was away")),
  LAG(
      Meter.gauge(
          "ingest.lag",
          "events",
          "That the consumers have not finished; NaN if it cannot be measured")),
  CONNECTIONS(Meter.gauge("ingest.connections", "connections", "Open now")),
  CONNECTIONS_CLOSED(
      Meter.counter(
              "ingest.connections.closed", "connections", "Closed because they kept us waiting")
          .by("why", "late", "crowded-out"));

  private final Meter meter;

  Metric(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Meter meter() {
    return meter;
  }
}
