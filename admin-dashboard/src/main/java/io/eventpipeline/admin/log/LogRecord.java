package io.eventpipeline.admin.log;

import java.util.List;

/**
 * A whole record. It shares nothing with the reader's memory.
 *
 * @param payload the event's; the whole value if the record holds no event
 * @param headers in the record's order
 * @param bytes length of the value
 */
public record LogRecord(LogRow row, String payload, List<Header> headers, int bytes) {
  public LogRecord {
    headers = List.copyOf(headers);
  }

  /**
   * A header of the record.
   *
   * @param value as UTF-8
   */
  public record Header(String name, String value) {}
}
