package io.eventpipeline.admin.event;

import io.eventpipeline.admin.log.EventState;
import io.eventpipeline.admin.log.LogRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the rows of the live list. A row that was shown stays until it was shown as final, or for
 * 2 s: else a fast stream would show nothing but queued events. One thread at a time.
 */
final class StayingRows {
  private static final long STAYS = Duration.ofSeconds(2).toNanos();
  private static final Comparator<EventRow> NEWEST_FIRST =
      Comparator.comparingLong((EventRow one) -> one.row().at())
          .thenComparingLong(one -> one.row().offset())
          .reversed();

  private final int most;
  private List<Shown> shown = List.of();

  private record Shown(EventRow row, long since) {}

  /**
   * @param most rows at once
   */
  StayingRows(int most) {
    this.most = most;
  }

  /** Rows that may stay. Their states are needed for {@link #choose}. */
  List<LogRow> shown() {
    return shown.stream().map(one -> one.row().row()).toList();
  }

  /**
   * The rows to show now, the newest first.
   *
   * @param newest records of the topic, the newest first
   * @param states of all of them and of {@link #shown}, by id
   * @param now nanoseconds
   */
  List<EventRow> choose(List<LogRow> newest, Map<String, EventState> states, long now) {
    Map<String, Long> since = new HashMap<>();
    List<EventRow> chosen = new ArrayList<>();
    for (Shown one : shown) {
      since.put(one.row().key(), one.since());
      if (!one.row().state().status().isFinal() && now - one.since() < STAYS) {
        chosen.add(row(one.row().row(), states));
      }
    }
    Map<String, EventRow> known = new HashMap<>();
    chosen.forEach(one -> known.put(one.key(), one));
    for (LogRow one : newest) {
      EventRow row = row(one, states);
      if (chosen.size() < most && known.putIfAbsent(row.key(), row) == null) {
        chosen.add(row);
      }
    }
    chosen.sort(NEWEST_FIRST);
    shown = chosen.stream().map(one -> new Shown(one, since.getOrDefault(one.key(), now))).toList();
    return chosen;
  }

  private static EventRow row(LogRow row, Map<String, EventState> states) {
    return new EventRow(row, states.getOrDefault(row.id(), EventState.UNKNOWN));
  }
}
