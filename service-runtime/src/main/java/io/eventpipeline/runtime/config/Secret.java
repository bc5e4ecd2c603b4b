package io.eventpipeline.runtime.config;

/**
 * A setting that nobody may see: it prints as {@code ***}, and messages about it leave it out.
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
