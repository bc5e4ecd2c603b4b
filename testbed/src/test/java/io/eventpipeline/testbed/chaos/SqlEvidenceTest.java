package io.eventpipeline.testbed.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.rig.SqlEvent;
import io.eventpipeline.testbed.rig.SqlRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlEvidenceTest {
  private static final SqlEvent OLD = SqlEvent.order("o-1", "ann").id("e-1").at(1000);
  private static final SqlEvent NEW = OLD.id("e-2").with("status", "paid");
  private static final SqlEvent STOCK = SqlEvent.stock("sku-1", 7);
  private static final List<SqlEvent> SENT = List.of(NEW, OLD, STOCK);

  private static Map<String, String> processed(SqlEvent event) {
    return Map.of(
        "status",
        "processed",
        "attempts",
        "1",
        "userId",
        event.user(),
        "type",
        event.table().type());
  }

  private static Map<String, Map<String, String>> processed() {
    Map<String, Map<String, String>> states = new HashMap<>();
    SENT.forEach(event -> states.put(event.id(), processed(event)));
    return states;
  }

  private static List<String> problems(
      Map<String, Map<String, String>> states, SqlRows rows, int lost) {
    Findings findings = new Findings();
    new SqlEvidence(SENT, states, rows).judge(findings);
    RoundVerdict verdict = findings.verdict("test", 1, SENT.size(), 0);
    assertThat(verdict.lost()).isEqualTo(lost);
    return verdict.problems();
  }

  private static List<String> problemsOfRowsAfter(SqlEvent... events) {
    return problems(processed(), SqlRows.after(List.of(events)), 0);
  }

  @Test
  void the_newest_event_of_each_key_is_right() {
    assertThat(problemsOfRowsAfter(NEW, OLD, STOCK)).isEmpty();
  }

  @Test
  void of_events_of_the_same_time_the_higher_id_is_newer() {
    assertThat(problemsOfRowsAfter(OLD, STOCK))
        .singleElement()
        .asString()
        .startsWith(
            "orders has [o-1, ann, 30.75, placed, 1000, e-1], expected [o-1, ann, 30.75, paid")
        .contains("e-2");
  }

  @Test
  void a_missing_row_is_a_problem() {
    assertThat(problemsOfRowsAfter(NEW))
        .singleElement()
        .asString()
        .startsWith("inventory has [], expected [sku-1, 7");
  }

  @Test
  void a_row_of_an_event_that_was_never_sent_is_a_problem() {
    assertThat(problemsOfRowsAfter(NEW, STOCK, SqlEvent.user("bob")))
        .singleElement()
        .asString()
        .startsWith("users has [bob,")
        .endsWith("expected []");
  }

  @Test
  void an_event_that_failed_or_took_another_attempt_is_a_problem() {
    for (String wrong : List.of("status=failed", "attempts=2", "type=test.ok")) {
      Map<String, Map<String, String>> states = processed();
      Map<String, String> state = new HashMap<>(processed(STOCK));
      state.put(wrong.split("=", 2)[0], wrong.split("=", 2)[1]);
      states.put(STOCK.id(), state);
      assertThat(problems(states, SqlRows.after(SENT), 0)).as(wrong).hasSize(1);
    }
  }

  @Test
  void an_event_that_is_not_final_is_lost() {
    Map<String, Map<String, String>> states = processed();
    states.remove(OLD.id());
    assertThat(new ArrayList<>(problems(states, SqlRows.after(SENT), 1))).hasSize(1);
  }
}
