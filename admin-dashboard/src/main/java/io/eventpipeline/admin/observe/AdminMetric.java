package io.eventpipeline.admin.observe;

import io.eventpipeline.runtime.observe.Meter;
import io.eventpipeline.runtime.observe.Metered;

/** Every meter of the dashboard. The table in docs/reference.md repeats it, a test compares. */
public enum AdminMetric implements Metered {
  REDIS_UP(Meter.gauge("admin.redis.up", "1 or 0", "1 while Redis takes our writes")),
  VIEWERS(Meter.gauge("admin.viewers", "browser tabs", "That watch a live page now")),
  LIVE_DROPPED(
      Meter.counter("admin.live.dropped", "connections", "Of live pages, ended by the dashboard")
          .by("why", "slow", "session", "full")),
  LIVE_RENDER(Meter.timer("admin.live.render", "Rendering one live view for all that watch it")),
  LOGINS(
      Meter.counter("admin.logins", "logins", "By what became of them")
          .by("end", "done", "wrong", "limited", "unavailable", "link"));

  private final Meter meter;

  AdminMetric(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Meter meter() {
    return meter;
  }
}
