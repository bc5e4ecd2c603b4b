package io.eventpipeline.ingest.webhook;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.observe.WebhookStats;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.annotation.Context;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts webhooks, and logs each at DEBUG. Exists from the start, so that its counters do. Threads:
 * any.
 */
@Context
final class WebhookCounts {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookCounts.class);

  private final Meters<IngestMetric> meters;
  private final WebhookStats stats;
  private final Map<String, Runnable> bySecret = new HashMap<>();

  WebhookCounts(Meters<IngestMetric> meters, WebhookStats stats, WebhookSources sources) {
    this.meters = meters;
    this.stats = stats;
    for (WebhookSource source : sources.all()) {
      for (int i = 0; i < source.verifier().secrets().size(); i++) {
        String tag = tag(source.name(), i);
        bySecret.put(tag, meters.counter(IngestMetric.WEBHOOK_SECRETS, tag));
      }
    }
  }

  private static String tag(String source, int secret) {
    return source + ":" + secret;
  }

  /** Counts an authentic request. */
  void countGenuine(String source, int secret) {
    stats.received();
    meters.count(IngestMetric.RECEIVED);
    Runnable counter = bySecret.get(tag(source, secret));
    if (counter != null) {
      counter.run();
    }
  }

  /** Returns what it counts. */
  WebhookAnswer count(WebhookAnswer answer) {
    switch (answer) {
      case WebhookAnswer.Accepted(String id) -> {
        meters.count(IngestMetric.ACCEPTED);
        LOG.debug("webhook is event {}", id);
      }
      case WebhookAnswer.Duplicate(String id) -> {
        stats.deduped();
        meters.count(IngestMetric.DUPLICATES);
        LOG.debug("webhook repeats event {}", id);
      }
      case WebhookAnswer.Ping(), WebhookAnswer.UnknownSource(), WebhookAnswer.SwitchedOff() -> {}
      case WebhookAnswer.TooLarge(int max) -> refuse("too_large");
      case WebhookAnswer.RateLimited(var wait) -> refuse("rate_limited");
      case WebhookAnswer.WrongTime() -> refuse("time");
      case WebhookAnswer.Forged() -> refuse("signature");
      case WebhookAnswer.Invalid(var errors) -> refuse("invalid");
      case WebhookAnswer.Overloaded() -> meters.count(IngestMetric.TURNED_AWAY);
      case WebhookAnswer.Unavailable() -> refuse("unavailable");
    }
    return answer;
  }

  /** Counts signed bytes that came again under another id. */
  void countReplay() {
    meters.count(IngestMetric.WEBHOOK_REPLAYS);
  }

  private void refuse(String reason) {
    meters.count(IngestMetric.WEBHOOKS_REFUSED, reason, 1);
  }
}
