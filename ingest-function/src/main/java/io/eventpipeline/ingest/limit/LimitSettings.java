package io.eventpipeline.ingest.limit;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rate limits.
 *
 * @param eventsPerSecond of one user within any sliding second
 * @param ipEventsPerSecond from one address within any sliding second; 0 = no such limit
 */
@ConfigurationProperties("limit")
public record LimitSettings(@Min(1) int eventsPerSecond, @Min(0) int ipEventsPerSecond) {
  static final Duration WINDOW = Duration.ofSeconds(1);

  boolean limitsAddresses() {
    return ipEventsPerSecond > 0;
  }

  /** The limits in force. */
  public List<Policy> policies() {
    List<Policy> policies = new ArrayList<>(2);
    policies.add(new Policy(Policy.USER, eventsPerSecond, WINDOW));
    if (limitsAddresses()) {
      policies.add(new Policy(Policy.ADDRESS, ipEventsPerSecond, WINDOW));
    }
    return policies;
  }
}
