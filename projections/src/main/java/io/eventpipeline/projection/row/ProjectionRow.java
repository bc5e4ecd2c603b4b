package io.eventpipeline.projection.row;

import java.util.Comparator;

/** One event as a row of a table. Of all rows with one key, the table keeps the newest. */
public sealed interface ProjectionRow permits UserRow, OrderRow, PaymentRow, StockRow {
  /**
   * From the oldest row of a key to the newest: by time, then by the event's id. Two rows that are
   * equal here are of the same event.
   */
  Comparator<ProjectionRow> BY_AGE =
      Comparator.comparingLong(ProjectionRow::time)
          .thenComparing(ProjectionRow::eventId, TextOrder.BY_CODE_POINT);

  /** The primary key in its table, 1 to 256 characters. */
  String key();

  /** When the event happened, unix milliseconds, within the years 1 to 9999. */
  long time();

  /** The id of the event. */
  String eventId();
}
