package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.handle.HandlerSettings;
import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.runtime.kafka.TopicSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All settings that reading and working off a partition depends on. */
@Singleton
public record ListenSettings(
    TopicSettings topic,
    OrderSettings order,
    PauseSettings pause,
    LedgerSettings ledger,
    HandlerSettings handler,
    ShutdownSettings shutdown) {
  private static final Logger LOG = LoggerFactory.getLogger(ListenSettings.class);

  /** Warns of a grace in which a handler may not finish. */
  public ListenSettings {
    if (shutdown.grace().compareTo(handler.timeout()) < 0) {
      LOG.warn(
          "shutdown.grace {} is below handler.timeout {}", shutdown.grace(), handler.timeout());
    }
  }

  Duration grace() {
    return shutdown.grace();
  }
}
