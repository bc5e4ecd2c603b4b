package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.runtime.window.WindowSettings;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The settings that making events final depends on. */
@Singleton
public record SettleSettings(
    LedgerSettings ledger,
    OrderSettings order,
    WindowLogSettings windowLog,
    WindowSettings window,
    EmissionRules rules) {
  /** How much longer than a window an event has to be known, or its redelivery counts twice. */
  private static final Duration KNOWN_LONGER = Duration.ofMinutes(2);

  /**
   * @throws ConfigurationException if Redis would forget that an event is final while it counts
   */
  public SettleSettings {
    Duration least = window.retention().plus(KNOWN_LONGER);
    if (windowLog.isOn() && !ledger.isForEver() && ledger.retention().compareTo(least) < 0) {
      throw new ConfigurationException(
          "ledger.retention must be 0 (for ever) or at least window.retention + 2m, which is "
              + least.toSeconds()
              + "s, or a redelivery counts twice: "
              + ledger.retention().toSeconds()
              + "s");
    }
  }
}
