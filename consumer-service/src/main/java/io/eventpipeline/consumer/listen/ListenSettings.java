package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.PauseSettings;
import io.eventpipeline.consumer.engine.ShutdownSettings;
import io.eventpipeline.consumer.handle.HandlerSettings;
import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.ledger.WindowLogSettings;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.runtime.kafka.TopicSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings that reading a partition depends on. */
@Singleton
public record ListenSettings(
    TopicSettings topic,
    OrderSettings order,
    PauseSettings pause,
    LedgerSettings ledger,
    WindowLogSettings windowLog,
    HandlerSettings handler,
    ShutdownSettings shutdown) {
  private static final Logger LOG = LoggerFactory.getLogger(ListenSettings.class);

  /** Warns if a handler may take longer than the grace. */
  public ListenSettings {
    if (shutdown.grace().compareTo(handler.timeout()) < 0) {
      LOG.warn(
          "shutdown.grace {} is below handler.timeout {}: a handler may be cut off",
          shutdown.grace(),
          handler.timeout());
    }
  }

  Duration grace() {
    return shutdown.grace();
  }
}
