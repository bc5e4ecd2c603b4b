package io.eventpipeline.query.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.query.reference.ReferenceTable;
import io.eventpipeline.query.reference.TestTables;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTotalsTest {
  @Test
  void without_a_table_everybody_is_unknown() {
    WindowTotals totals = WindowTotals.of(new int[] {2, 0, 3}, new int[3], null);
    assertThat(totals.events()).isEqualTo(5);
    assertThat(totals.uniqueUsers()).isZero();
    assertThat(totals.unknown()).isEqualTo(5);
    assertThat(totals.byAttribute()).isEqualTo(Map.of("plan", Map.of(), "region", Map.of()));
  }

  @Test
  void every_value_of_the_table_is_listed_and_users_without_one_count_as_none() {
    ReferenceTable table =
        TestTables.of(
            Map.of(
                "ann", Map.of("plan", "pro", "tier", "7"),
                "bob", Map.of("plan", "free"),
                "eve", Map.of("plan", "gone")));
    int[] rows = {table.users().find("ann"), table.users().find("bob"), -1};
    WindowTotals totals = WindowTotals.of(new int[] {4, 2, 1}, rows, table);
    assertThat(totals.uniqueUsers()).isEqualTo(2);
    assertThat(totals.unknown()).isEqualTo(1);
    assertThat(totals.byAttribute())
        .isEqualTo(
            Map.of(
                "plan", Map.of("pro", 4L, "free", 2L, "gone", 0L),
                "region", Map.of("none", 6L),
                "tier", Map.of("7", 4L, "none", 2L)));
  }

  @Test
  void of_many_values_those_with_most_events_are_listed() {
    Map<String, Map<String, String>> users = new HashMap<>();
    for (int i = 0; i < 1500; i++) {
      users.put("u" + i, Map.of("city", "c" + i));
    }
    ReferenceTable table = TestTables.of(users);
    int[] counts = new int[1500];
    int[] rows = new int[1500];
    for (int i = 0; i < 1500; i++) {
      counts[i] = i;
      rows[i] = table.users().find("u" + i);
    }
    Map<String, Long> cities = WindowTotals.of(counts, rows, table).byAttribute().get("city");
    assertThat(cities).hasSize(1001).containsEntry("c500", 500L).containsEntry("c1499", 1499L);
    assertThat(cities).doesNotContainKey("c499").containsEntry("other", 499L * 500 / 2);
  }
}
