package io.eventpipeline.ingest.backpressure;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;

/**
 * How far the consumers may lag.
 *
 * @param maxLag unfinished events above which the API refuses events; 0 = never
 */
@ConfigurationProperties("ingest")
public record BackpressureSettings(@Min(0) long maxLag) {
  boolean isOff() {
    return maxLag == 0;
  }
}
