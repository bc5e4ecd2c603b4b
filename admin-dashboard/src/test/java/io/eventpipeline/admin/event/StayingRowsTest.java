package io.eventpipeline.admin.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.log.EventState;
import io.eventpipeline.admin.log.EventState.Push;
import io.eventpipeline.admin.log.EventState.Status;
import io.eventpipeline.admin.log.LogRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StayingRowsTest {
  private static final EventState QUEUED = state(Status.QUEUED);
  private static final EventState PROCESSED = state(Status.PROCESSED);

  private final StayingRows rows = new StayingRows(2);
  private final Map<String, EventState> states = new HashMap<>();

  private static EventState state(Status status) {
    return new EventState(status, Push.NONE, Map.of(), "");
  }

  /** The ids that are shown, where {@code newest} are the ends of the log, the newest first. */
  private List<String> shown(double second, String... newest) {
    List<LogRow> log = new ArrayList<>();
    for (String id : newest) {
      long place = id.charAt(0);
      log.add(new LogRow(id, "ann", "t", 0, place, 0, place, false));
    }
    long now = (long) (Duration.ofSeconds(1).toNanos() * second);
    return rows.choose(log, states, now).stream().map(one -> one.row().id()).toList();
  }

  private void are(EventState state, String... ids) {
    for (String id : ids) {
      states.put(id, state);
    }
  }

  @Test
  void rows_stay_while_they_are_queued_and_go_after_two_seconds() {
    are(QUEUED, "a", "b", "c", "d", "e", "f");
    assertThat(shown(0, "b", "a")).containsExactly("b", "a");
    assertThat(shown(1.9, "d", "c")).containsExactly("b", "a");
    assertThat(shown(2.1, "f", "e")).containsExactly("f", "e");
  }

  @Test
  void a_row_is_shown_once_as_final_before_it_makes_room() {
    are(QUEUED, "a", "b", "c", "d");
    assertThat(shown(0, "b", "a")).containsExactly("b", "a");
    are(PROCESSED, "a");
    assertThat(shown(0.25, "d", "c")).containsExactly("b", "a");
    assertThat(shown(0.5, "d", "c")).containsExactly("d", "b");
  }

  @Test
  void a_slow_stream_shows_the_newest_ones_final_or_not() {
    are(PROCESSED, "a", "b");
    assertThat(shown(0, "b", "a")).containsExactly("b", "a");
    assertThat(shown(60, "b", "a")).containsExactly("b", "a");
    are(QUEUED, "c");
    assertThat(shown(61, "c", "b")).containsExactly("c", "b");
  }
}
