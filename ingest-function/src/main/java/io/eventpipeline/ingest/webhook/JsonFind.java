package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.JsonSlice;
import org.jspecify.annotations.Nullable;

/** What stands at a path of a JSON document. */
sealed interface JsonFind {
  /** A string that is not empty. */
  record Text(String text) implements JsonFind {}

  /**
   * An integer.
   *
   * @param text its digits as they stand there
   */
  record Whole(String text) implements JsonFind {}

  /** Null or an empty string. */
  record Nothing() implements JsonFind {}

  /**
   * Any other value.
   *
   * @param object its text if it is an object, else null
   */
  record Other(@Nullable JsonSlice object) implements JsonFind {}

  /** The path leads to more than one value, because a name occurs twice. */
  record Twice() implements JsonFind {}
}
