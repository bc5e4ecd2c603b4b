package io.eventpipeline.projection.write;

/** What became of a row. */
sealed interface WriteResult {
  /** It, or a newer one of its key, is in the table for good. */
  record Committed() implements WriteResult {}

  /** The database refused this row, and would refuse it again. */
  record Refused(Exception why) implements WriteResult {}

  /** The database did not answer in time, or not at all. The row may be written or not. */
  record Away(String why) implements WriteResult {}
}
