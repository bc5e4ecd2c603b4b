package io.eventpipeline.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.SqlTable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TypedRowsTest {
  private static final TypedRows ROWS = new TypedRows("t", 2013);

  @Test
  void a_record_says_what_its_row_holds() {
    for (int i = 0; i < ROWS.count(); i++) {
      JsonNode event = Json.read(ROWS.record(i).getBytes(StandardCharsets.UTF_8));
      SqlTable table = ROWS.table(i);
      assertThat(event.path("eventId").asText()).isEqualTo(ROWS.id(i));
      assertThat(event.path("eventType").asText()).isEqualTo(table.type());
      assertThat(table.members().stream().map(member -> event.path(member).asText()).toList())
          .isEqualTo(ROWS.values(i));
    }
  }

  @Test
  void orders_are_different_and_each_user_has_more_than_are_shown() {
    Set<String> orders = new TreeSet<>();
    Map<String, Integer> ofUser = new HashMap<>();
    for (int i = 0; i < ROWS.count(); i++) {
      if (ROWS.table(i) == SqlTable.ORDERS) {
        List<String> values = ROWS.values(i);
        assertThat(orders.add(values.get(0))).isTrue();
        ofUser.merge(values.get(1), 1, Integer::sum);
      }
    }
    assertThat(orders).hasSize(ROWS.orders());
    assertThat(ofUser)
        .hasSize(ROWS.users())
        .allSatisfy((user, n) -> assertThat(n).isBetween(8, 10));
    assertThat(BareRows.seed("t").orders()).isEqualTo(160_000);
  }
}
