package io.eventpipeline.runtime.config;

/**
 * A secret setting. It prints as {@code ***}, and messages leave its value out.
 *
 * @param value the secret itself
 */
public record Secret(String value) {
  /** Never the value. */
  @Override
  public String toString() {
    return "***";
  }
}
