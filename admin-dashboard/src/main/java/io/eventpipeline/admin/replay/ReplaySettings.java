package io.eventpipeline.admin.replay;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * How dead letters are replayed.
 *
 * @param rate events a second that all jobs together replay; 0 = no cap
 * @param staleAfter the age from which a replay that led to nothing may be replaced by another
 */
@ConfigurationProperties("replay")
public record ReplaySettings(@Min(0) int rate, @AtLeast("PT1S") Duration staleAfter) {
  /** What holds where nothing is configured. */
  public static final ReplaySettings DEFAULT = new ReplaySettings(100, Duration.ofMinutes(2));
}
