package io.eventpipeline.runtime.window;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * The window log: for each second of event time, the users of the events that were processed.
 *
 * @param retention the longest window that can be asked for
 */
@ConfigurationProperties("window")
public record WindowSettings(@AtLeast("PT1S") Duration retention) {
  /** An event on its way for longer than this still counts while the longest window shows it. */
  private static final Duration SLACK = Duration.ofMinutes(1);

  /** How old an event's second may be, in seconds, when it becomes final and still counts. */
  public long countedSeconds() {
    return retention.plus(SLACK).toSeconds();
  }
}
