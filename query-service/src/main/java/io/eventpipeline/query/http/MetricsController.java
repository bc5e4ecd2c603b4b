package io.eventpipeline.query.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.query.http.api.MetricsApi;
import io.eventpipeline.query.metrics.WindowMetrics;
import io.eventpipeline.query.metrics.WindowTotals;
import io.eventpipeline.query.redis.RedisAway;
import io.eventpipeline.query.window.MirrorFull;
import io.eventpipeline.runtime.http.ApiGuard;
import io.eventpipeline.runtime.window.WindowSettings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Serves the windowed metrics. */
@Controller("/metrics")
final class MetricsController implements MetricsApi {
  private static final String WINDOW = "window";
  private static final int DEFAULT_WINDOW = 300;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

  private final ApiGuard guard;
  private final WindowMetrics metrics;
  private final int longest;

  MetricsController(ApiGuard guard, WindowMetrics metrics, WindowSettings settings) {
    this.guard = guard;
    this.metrics = metrics;
    longest = Math.toIntExact(settings.retention().toSeconds());
  }

  @Override
  @Get
  @ExecuteOn(TaskExecutors.BLOCKING)
  public HttpResponse<?> metrics(HttpRequest<?> request) {
    HttpResponse<?> refusal = guard.refusal(request);
    if (refusal != null) {
      return refusal;
    }
    int window = window(request.getParameters().getAll(WINDOW));
    return window == 0
        ? QueryAnswers.invalid(
            new FieldError("/" + WINDOW, "must be a whole number of seconds from 1 to " + longest))
        : answer(window);
  }

  /** 0 if it is wrong. */
  private int window(List<String> sent) {
    if (sent.isEmpty()) {
      return Math.min(DEFAULT_WINDOW, longest);
    }
    if (sent.size() > 1 || !DIGITS.matcher(sent.getFirst()).matches()) {
      return 0;
    }
    int window = Integer.parseInt(sent.getFirst());
    return window <= longest ? window : 0;
  }

  private HttpResponse<?> answer(int window) {
    try {
      return QueryAnswers.ok(body(window, metrics.last(window)));
    } catch (RedisAway e) {
      return QueryAnswers.unavailable("Redis cannot be used: " + e.getMessage());
    } catch (MirrorFull e) {
      return QueryAnswers.problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "the window holds more events than fit into memory: ask for fewer seconds, or give the"
              + " service a larger heap");
    }
  }

  /** Plan and region first, then the other attributes by name. */
  private static Map<String, Object> body(int window, WindowTotals totals) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("window_sec", window);
    body.put("events_per_sec", (double) totals.events() / window);
    body.put("unique_users", totals.uniqueUsers());
    body.put("unknown", totals.unknown());
    for (String name : WindowTotals.ALWAYS) {
      body.put("by_" + name, totals.byAttribute().get(name));
    }
    totals.byAttribute().forEach((name, counts) -> body.putIfAbsent("by_" + name, counts));
    return body;
  }
}
