package io.eventpipeline.admin.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * One line of the audit.
 *
 * @param at when it was written, unix milliseconds by Redis' clock
 */
public record AuditLine(long at, Map<String, String> fields) {
  public AuditLine {
    fields = Map.copyOf(fields);
  }

  static AuditLine of(String lineId, Map<String, String> fields) {
    return new AuditLine(Long.parseLong(lineId.substring(0, lineId.indexOf('-'))), fields);
  }

  /** A field; empty if it is absent. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The same with another value of a field. */
  public AuditLine with(String name, String value) {
    Map<String, String> other = new HashMap<>(fields);
    other.put(name, value);
    return new AuditLine(at, other);
  }
}
