package io.eventpipeline.ingest.pressure;

/**
 * How far the consumers may be behind.
 *
 * @param topic whose events they read
 * @param maxLag unfinished events above which nothing is taken; 0 = the lag is not looked at
 */
public record PressureSettings(String topic, long maxLag) {
  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public PressureSettings {
    if (maxLag < 0) {
      throw new IllegalArgumentException("ingest.max-lag must be at least 0: " + maxLag);
    }
  }

  boolean isOff() {
    return maxLag == 0;
  }
}
