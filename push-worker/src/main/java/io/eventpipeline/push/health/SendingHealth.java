package io.eventpipeline.push.health;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.push.outbox.BacklogSettings;
import io.eventpipeline.push.outbox.OutboxWatch;
import io.eventpipeline.push.send.QuotaHold;
import io.eventpipeline.push.send.SendGate;
import io.eventpipeline.runtime.health.Health;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.annotation.Context;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Shows what waits, and why notifications do not leave. It is always up: they wait, none is lost.
 */
@Context
final class SendingHealth implements HealthIndicator {
  private final SendGate gate;
  private final QuotaHold quota;
  private final OutboxWatch watch;
  private final BacklogSettings backlog;

  SendingHealth(
      SendGate gate,
      QuotaHold quota,
      OutboxWatch watch,
      BacklogSettings backlog,
      Meters<PushMetric> meters) {
    this.gate = gate;
    this.quota = quota;
    this.watch = watch;
    this.backlog = backlog;
    meters.gauge(PushMetric.DEGRADED, this, health -> health.reasons().isEmpty() ? 0 : 1);
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, Object> details = new LinkedHashMap<>();
    OutboxWatch.Sizes sizes = watch.sizes();
    if (sizes != null) {
      details.put("waiting", sizes.waiting());
      details.put("retries", sizes.retries());
      details.put("deadLetters", sizes.dead());
      details.put("oldestSeconds", sizes.oldestMs() / 1000);
    }
    return Health.ofWork("push", details, reasons());
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    SendGate.Closed closed = gate.closed();
    if (closed != null) {
      reasons.add(
          (closed.unauthorized()
                  ? "the push service refuses our credentials: "
                  : "the push service is away: ")
              + closed.why());
    }
    if (quota.left().isPositive()) {
      reasons.add("the push service's quota is used up; on hold");
    }
    OutboxWatch.Sizes sizes = watch.sizes();
    if (sizes != null && sizes.waiting() > backlog.maxBacklog() / 2) {
      reasons.add("over half of outbox.max-backlog waits: " + sizes.waiting());
    }
    return reasons;
  }
}
