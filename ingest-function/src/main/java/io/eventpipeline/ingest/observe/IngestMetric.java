package io.eventpipeline.ingest.observe;

import io.eventpipeline.runtime.observe.Meter;
import io.eventpipeline.runtime.observe.Metered;

/** Every meter of the ingest API; the table in the documentation is generated from it. */
public enum IngestMetric implements Metered {
  RECEIVED(
      Meter.counter(
          "ingest.received", "events", "Received from clients; an unreadable body counts as one")),
  ACCEPTED(Meter.counter("ingest.accepted", "events", "Accepted: Kafka acknowledged them")),
  DUPLICATES(
      Meter.counter(
          "ingest.duplicates",
          "events",
          "Recognised as duplicates: by their idempotency key, or as analytics events that were"
              + " sent before")),
  REFUSED(
      Meter.counter("ingest.refused", "events", "Refused, by reason")
          .by("reason", "invalid", "too_large", "conflict", "rate_limited", "unavailable")),
  TURNED_AWAY(
      Meter.counter(
          "ingest.turned.away",
          "requests",
          "Refused unread because the lag is above `ingest.max-lag`")),
  PUBLISH(Meter.timer("ingest.publish", "From sending to Kafka's acknowledgement or refusal")),
  LIMIT_LOCAL(
      Meter.counter(
          "ingest.limit.local",
          "requests",
          "Limited by this process alone because Redis was away")),
  KEYS_OPEN(Meter.counter("ingest.idempotency.open", "keys", "Not checked because Redis was away")),
  LAG(Meter.gauge("ingest.lag", "events", "Not yet final; NaN if Kafka does not tell")),
  CONNECTIONS(Meter.gauge("ingest.connections", "connections", "Open now")),
  CONNECTIONS_CLOSED(
      Meter.counter(
              "ingest.connections.closed",
              "connections",
              "Closed because they kept the server waiting")
          .by("why", "late", "crowded-out")),
  WEBHOOKS_REFUSED(
      Meter.counter("ingest.webhook.refused", "requests", "Webhooks refused, by reason")
          .by(
              "reason",
              "too_large",
              "rate_limited",
              "time",
              "signature",
              "invalid",
              "unavailable")),
  WEBHOOK_REPLAYS(
      Meter.counter(
          "ingest.webhook.replayed",
          "requests",
          "Webhooks with signed bytes that came before under another id")),
  WEBHOOK_SECRETS(
      Meter.counter(
              "ingest.webhook.secret.matches",
              "requests",
              "Authentic webhooks, by source and number of the secret that signed, from 0")
          .by("secret")),
  ACCESS_DROPPED(
      Meter.counter(
          "ingest.access.dropped",
          "lines",
          "Access-log lines dropped because the writer fell behind"));

  private final Meter meter;

  IngestMetric(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Meter meter() {
    return meter;
  }
}
