package io.eventpipeline.admin.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an action is about. Fields are added by copy.
 *
 * @param action such as {@code replay}
 * @param fields in the order of the audit line
 */
public record AuditNote(String action, Map<String, String> fields) {
  public AuditNote {
    fields = new LinkedHashMap<>(fields);
  }

  /** An action on one event or user. */
  public static AuditNote of(String action, String target) {
    return new AuditNote(action, Map.of("target", target));
  }

  /** The same with one more field. */
  public AuditNote with(String name, String value) {
    AuditNote more = new AuditNote(action, fields);
    more.fields.put(name, value);
    return more;
  }
}
