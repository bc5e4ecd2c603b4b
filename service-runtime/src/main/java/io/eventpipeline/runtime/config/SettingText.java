package io.eventpipeline.runtime.config;

/**
 * Patterns of settings that are texts, because the framework takes a wrong number for none and a
 * wrong flag for false.
 */
public final class SettingText {
  /** A flag. */
  public static final String FLAG = "true|false";

  /** What is wrong with a text that is no {@link #FLAG}. */
  public static final String BE_A_FLAG = "must be true or false";

  /** A number from 1 to 999,999,999, or nothing. */
  public static final String COUNT_OR_EMPTY = "|[1-9]\\d{0,8}";

  /** What is wrong with a text that is no {@link #COUNT_OR_EMPTY}. */
  public static final String BE_A_COUNT_OR_EMPTY = "must be a whole number of at least 1, or empty";

  private SettingText() {}
}
