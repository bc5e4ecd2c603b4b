package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the truth is kept.
 *
 * @param retention how long {@code event:} and {@code dedup:} live; zero keeps them for ever
 * @param reread how far back a partition is read again when Redis may have forgotten
 */
@ConfigurationProperties("ledger")
@CrossChecked
public record LedgerSettings(@AtLeast("PT0S") Duration retention, @AtLeast("PT0S") Duration reread)
    implements CrossChecked.Settings {
  /** How long a lease lives that is not renewed. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  /** At which start an event is given up that never came to an end. */
  static final int LAST_START = 5;

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  boolean isForEver() {
    return retention.isZero();
  }

  @Override
  public @Nullable String conflict() {
    return isForEver() || retention.compareTo(SHORTEST) >= 0
        ? null
        : "ledger.retention must be 0 (for ever) or at least 1m, or a redelivery may run again: "
            + retention.toMillis()
            + "ms";
  }
}
