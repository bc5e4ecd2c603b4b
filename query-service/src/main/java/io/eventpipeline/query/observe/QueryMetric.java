package io.eventpipeline.query.observe;

import io.eventpipeline.runtime.observe.Meter;
import io.eventpipeline.runtime.observe.Metered;

/** Every meter of the query service. The table in docs/reference.md repeats it, a test compares. */
public enum QueryMetric implements Metered {
  ANSWER(Meter.timer("query.answer", "From a request for windowed metrics to its answer")),
  COMPUTED(
      Meter.counter("query.computed", "answers", "Computed; callers at the same time share one")),
  MIRROR_EVENTS(Meter.gauge("query.mirror.events", "events", "Of the window log, in memory")),
  MIRROR_BYTES(Meter.gauge("query.mirror.bytes", "bytes", "Memory of those events")),
  MIRROR_DROPPED(
      Meter.counter(
          "query.mirror.dropped",
          "times",
          "The mirror was read anew: Redis was connected again or lost its data")),
  MIRROR_FULL(
      Meter.counter(
          "query.mirror.full", "answers", "Refused: the window holds more events than memory")),
  TABLE_USERS(
      Meter.gauge("query.table.users", "users", "In the reference table; NaN if none is loaded")),
  TABLE_LOAD(Meter.timer("query.table.load", "Loading a reference table from Redis")),
  UPLOADS(
      Meter.counter("query.uploads", "uploads", "Of reference tables, by what became of them")
          .by(
              "end",
              "taken",
              "older",
              "changed",
              "invalid",
              "too_large",
              "too_slow",
              "busy",
              "broken",
              "unavailable")),
  UPLOAD(Meter.timer("query.upload", "One upload, until the table is current or refused")),
  REDIS_UP(Meter.gauge("query.redis.up", "1 or 0", "1 while Redis takes our writes")),
  SQL_READ(Meter.timer("query.sql.read", "Reading a user or an order from PostgreSQL")),
  SQL_REFUSED(
      Meter.counter(
              "query.sql.refused",
              "requests",
              "For a user or an order, answered 503: PostgreSQL is away, or all connections are in"
                  + " use")
          .by("why", "away", "busy")),
  SQL_UP(
      Meter.gauge(
          "query.sql.up",
          "1 or 0",
          "1 while users and orders can be read; absent without `datasources.default.url`"));

  private final Meter meter;

  QueryMetric(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Meter meter() {
    return meter;
  }
}
