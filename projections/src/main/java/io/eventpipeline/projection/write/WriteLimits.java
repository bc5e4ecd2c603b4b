package io.eventpipeline.projection.write;

import java.time.Duration;

/** How long a row may take. Their sum must be below {@code handler.timeout}. */
final class WriteLimits {
  /** From a handler's call until a writer takes its row. */
  static final Duration QUEUE = Duration.ofSeconds(5);

  /** From taking rows until their transaction has ended, whatever the database does. */
  static final Duration BATCH = Duration.ofSeconds(10);

  /** To get a connection. */
  static final Duration CONNECTION = Duration.ofSeconds(2);

  /** What threads may be late. */
  static final Duration MARGIN = Duration.ofSeconds(1);

  /** The longest wait of a handler. */
  static final Duration WHOLE = QUEUE.plus(BATCH).plus(MARGIN);

  static final String LATE = "the database takes fewer rows than come";

  private WriteLimits() {}
}
