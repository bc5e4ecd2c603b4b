package io.eventpipeline.runtime.health;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Builds the results of health indicators. */
public final class Health {
  private Health() {}

  public static Publisher<HealthResult> of(String name, boolean up, Map<String, Object> details) {
    return Publishers.just(
        HealthResult.builder(name, up ? HealthStatus.UP : HealthStatus.DOWN)
            .details(details)
            .build());
  }

  /**
   * The health of a connection.
   *
   * @param trouble why there is no connection; empty if there is one
   */
  public static Publisher<HealthResult> of(String name, boolean up, String trouble) {
    return of(
        name,
        up,
        trouble.isEmpty()
            ? Map.of("connected", true)
            : Map.of("connected", false, "reason", trouble));
  }

  /**
   * The health of work that a person should look at now and then. It is always up, because no
   * restart helps; {@code degraded} lists the reasons to look.
   *
   * @param reasons empty if all is well
   */
  public static Publisher<HealthResult> ofWork(
      String name, Map<String, Object> details, List<String> reasons) {
    Map<String, Object> all = new LinkedHashMap<>(details);
    if (!reasons.isEmpty()) {
      all.put("degraded", reasons);
    }
    return of(name, true, all);
  }

  /**
   * The health of threads, for liveness: down when only a restart helps.
   *
   * @param allLive false if one of them has died
   * @param turn name of the detail that shows how long ago the main one came round
   * @param sinceTurn nanoseconds since then
   * @param longest time that a turn may take
   */
  public static Publisher<HealthResult> ofThreads(
      boolean allLive, String turn, long sinceTurn, Duration longest) {
    return of(
        "threads", allLive && sinceTurn < longest.toNanos(), Map.of(turn, sinceTurn / 1_000_000));
  }
}
