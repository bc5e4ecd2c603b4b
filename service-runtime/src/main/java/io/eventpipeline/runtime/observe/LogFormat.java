package io.eventpipeline.runtime.observe;

import java.util.Arrays;
import java.util.Locale;

/** How log lines look; each has its file {@code log-….xml}. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** For programs. */
  JSON;

  /**
   * @param name in small letters
   * @throws IllegalArgumentException naming the property, if there is no such format
   */
  public static LogFormat of(String name) {
    return Arrays.stream(values())
        .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("log.format must be text or json: " + name));
  }
}
