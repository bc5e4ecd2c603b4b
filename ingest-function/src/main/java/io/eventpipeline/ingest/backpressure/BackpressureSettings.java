package io.eventpipeline.ingest.backpressure;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;

/**
 * How far the consumers may be behind.
 *
 * @param maxLag unfinished events above which nothing is taken; 0 = the lag is not looked at
 */
@ConfigurationProperties("ingest")
public record BackpressureSettings(@Min(0) long maxLag) {
  boolean isOff() {
    return maxLag == 0;
  }
}
