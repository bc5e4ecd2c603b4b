package io.eventpipeline.projection.write;

import java.sql.SQLException;
import java.util.Map;

/** What became of a batch. */
sealed interface BatchResult {
  /**
   * All rows are committed but these.
   *
   * @param refused each with its reason
   */
  record Written(Map<WaitingRow, Exception> refused) implements BatchResult {}

  /** None is, as far as we know. */
  record Failed(SQLException why) implements BatchResult {}
}
