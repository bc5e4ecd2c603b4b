package io.eventpipeline.ingest.accept;

import io.eventpipeline.ingest.observe.Metric;
import io.eventpipeline.observe.Meters;
import jakarta.inject.Singleton;
import java.util.List;

/** Counts what became of events. Threads: any. */
@Singleton
final class Tally {
  private final Meters<Metric> meters;

  Tally(Meters<Metric> meters) {
    this.meters = meters;
  }

  /** Gives back what it counts. */
  List<Outcome> all(List<Outcome> outcomes) {
    outcomes.forEach(this::one);
    return outcomes;
  }

  /** Gives back what it counts. */
  Outcome one(Outcome outcome) {
    meters.count(Metric.RECEIVED);
    switch (outcome) {
      case Outcome.Accepted accepted -> meters.count(Metric.ACCEPTED);
      case Outcome.Invalid invalid -> refused("invalid");
      case Outcome.TooLarge tooLarge -> refused("too_large");
      case Outcome.RateLimited limited -> refused("rate_limited");
      case Outcome.Unavailable unavailable -> refused("unavailable");
    }
    return outcome;
  }

  /** A batch that cannot be read. */
  void unreadable() {
    meters.count(Metric.RECEIVED);
    refused("invalid");
  }

  private void refused(String reason) {
    meters.count(Metric.REFUSED, reason, 1);
  }
}
