package io.eventpipeline.testbed.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FinalSightingsTest {
  private static final List<String> IDS = List.of("a", "b");

  private final FinalSightings finals = new FinalSightings();

  private static Map<String, String> at(long ms) {
    return Map.of("status", "processed", "attempts", "1", "processedAt", Long.toString(ms));
  }

  @Test
  void what_is_final_must_stay_what_it_is() {
    finals.look(IDS, ids -> Map.of("a", at(5), "b", Map.of()));
    assertThat(finals.changed(Map.of("a", at(5), "b", at(9)))).isEmpty();
    assertThat(finals.changed(Map.of("a", at(6)))).hasSize(1).first().asString().contains("a was");
    assertThat(finals.changed(Map.of())).hasSize(1);
  }

  @Test
  void the_first_sight_counts() {
    finals.look(IDS, ids -> Map.of("a", at(5)));
    int seen =
        finals.look(
            IDS,
            ids -> {
              assertThat(ids).containsExactly("b");
              return Map.of("b", at(7));
            });
    assertThat(seen).isEqualTo(2);
    assertThat(finals.changed(Map.of("a", at(6), "b", at(7)))).hasSize(1);
  }

  @Test
  void what_redis_forgot_may_change() {
    finals.look(IDS, ids -> Map.of("a", at(5), "b", at(7)));
    finals.dropSince(6);
    assertThat(finals.changed(Map.of("a", at(5), "b", at(8)))).isEmpty();
    assertThat(finals.changed(Map.of("a", at(6), "b", at(8)))).hasSize(1);
  }

  @Test
  void what_is_replayed_may_change() {
    finals.look(IDS, ids -> Map.of("a", at(5), "b", at(7)));
    finals.leaveOut(List.of("a"));
    finals.look(IDS, ids -> Map.of("a", at(8)));
    assertThat(finals.changed(Map.of("a", at(9), "b", at(7)))).isEmpty();
    assertThat(finals.changed(Map.of("a", at(9), "b", at(8)))).hasSize(1);
  }

  @Test
  void what_is_forgotten_during_a_look_is_not_taken_in() {
    finals.look(
        IDS,
        ids -> {
          finals.dropSince(6);
          return Map.of("a", at(7));
        });
    assertThat(finals.changed(Map.of("a", at(8)))).isEmpty();
  }
}
