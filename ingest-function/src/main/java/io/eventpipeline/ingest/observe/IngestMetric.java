package io.eventpipeline.ingest.observe;

import io.eventpipeline.runtime.observe.Meter;
import io.eventpipeline.runtime.observe.Metered;

/** Every meter of the ingest API; the README's table is made of it. */
public enum IngestMetric implements Metered {
  RECEIVED(
      Meter.counter(
          "ingest.received", "events", "Sent to us; a body that is no JSON counts as one")),
  ACCEPTED(
      Meter.counter("ingest.accepted", "events", "Answered `accepted`: Kafka acknowledged them")),
  DUPLICATES(
      Meter.counter(
          "ingest.duplicates", "events", "Answered `duplicate`: known by their idempotency key")),
  REFUSED(
      Meter.counter("ingest.refused", "events", "Answered something else")
          .by("reason", "invalid", "too_large", "conflict", "rate_limited", "unavailable")),
  TURNED_AWAY(
      Meter.counter(
          "ingest.turned.away", "requests", "Not read, the lag being above `ingest.max-lag`")),
  PUBLISH(Meter.timer("ingest.publish", "From a send to Kafka's acknowledgement, or its refusal")),
  LIMIT_LOCAL(
      Meter.counter(
          "ingest.limit.local", "requests", "Limited by this process alone, without Redis")),
  KEYS_OPEN(
      Meter.counter("ingest.idempotency.open", "keys", "Not looked up, because Redis was away")),
  LAG(
      Meter.gauge(
          "ingest.lag", "events", "Not finished by the consumers; NaN if it cannot be measured")),
  CONNECTIONS(Meter.gauge("ingest.connections", "connections", "Open now")),
  CONNECTIONS_CLOSED(
      Meter.counter(
              "ingest.connections.closed", "connections", "Closed, having kept the server waiting")
          .by("why", "late", "crowded-out")),
  ACCESS_DROPPED(
      Meter.counter(
          "ingest.access.dropped", "lines", "Of the access log, that nobody took in time"));

  private final Meter meter;

  IngestMetric(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Meter meter() {
    return meter;
  }
}
