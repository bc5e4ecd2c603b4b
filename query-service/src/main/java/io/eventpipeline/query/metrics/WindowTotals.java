package io.eventpipeline.query.metrics;

import io.eventpipeline.query.reference.AttributeColumn;
import io.eventpipeline.query.reference.ReferenceTable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a window.
 *
 * @param events all of them
 * @param uniqueUsers users of these events that are in the reference table
 * @param unknown events of users that are not
 * @param byAttribute for each attribute of the table, and for {@code plan} and {@code region}, the
 *     events of known users by its values
 */
public record WindowTotals(
    long events, long uniqueUsers, long unknown, SortedMap<String, Map<String, Long>> byAttribute) {
  /** Attributes that stand in every answer. */
  public static final List<String> ALWAYS = List.of("plan", "region");

  /**
   * Adds up.
   *
   * @param counts events of each user, by its number
   * @param rows where each user stands in the table; may be longer than {@code counts}
   * @param table null if there is none
   */
  static WindowTotals of(int[] counts, int[] rows, @Nullable ReferenceTable table) {
    List<AttributeColumn> columns = table == null ? List.of() : table.attributes();
    List<AttributeCounts> attributes = columns.stream().map(AttributeCounts::new).toList();
    long events = 0;
    long known = 0;
    long uniqueUsers = 0;
    for (int user = 0; user < counts.length; user++) {
      int count = counts[user];
      events += count;
      if (count > 0 && table != null && rows[user] >= 0) {
        known += count;
        uniqueUsers++;
        for (AttributeCounts attribute : attributes) {
          attribute.add(rows[user], count);
        }
      }
    }
    return new WindowTotals(events, uniqueUsers, events - known, byAttribute(attributes, known));
  }

  private static SortedMap<String, Map<String, Long>> byAttribute(
      List<AttributeCounts> attributes, long known) {
    SortedMap<String, Map<String, Long>> all = new TreeMap<>();
    for (String name : ALWAYS) {
      all.put(name, known > 0 ? Map.of(AttributeCounts.NONE, known) : Map.of());
    }
    attributes.forEach(attribute -> all.put(attribute.name(), attribute.byValue()));
    return all;
  }
}
