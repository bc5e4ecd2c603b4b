package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long Redis keeps final events, and how much it may forget.
 *
 * @param retention how long {@code event:} and {@code dedup:} live; zero keeps them for ever
 * @param reread how far back a partition is read again if Redis forgot its last writes
 */
@ConfigurationProperties("ledger")
@CrossChecked
public record LedgerSettings(@AtLeast("PT0S") Duration retention, @AtLeast("PT0S") Duration reread)
    implements CrossChecked.Settings {
  /** Lifetime of a lease, unless it is renewed. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  /** An event that was cut off before each of its starts fails at this start. */
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
