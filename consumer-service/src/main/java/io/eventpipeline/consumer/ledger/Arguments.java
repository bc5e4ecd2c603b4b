package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.PendingEvent;
import java.util.List;

/** What the scripts that take many lanes have in common. */
final class Arguments {
  private Arguments() {}

  /** All entries of a lane are of one user; a record that is no event has none. */
  static String user(List<PendingEvent> lane) {
    var event = lane.getFirst().event();
    return event == null ? "" : event.userId();
  }

  /** As the scripts read it. */
  static String seq(PendingEvent entry) {
    return entry.seq() == 0 ? "" : Long.toString(entry.seq());
  }

  /** How many entries there are in all. */
  static int count(List<List<PendingEvent>> lanes) {
    int count = 0;
    for (List<PendingEvent> lane : lanes) {
      count += lane.size();
    }
    return count;
  }

  /** One list after the other. */
  @SafeVarargs
  static String[] concat(List<String>... lists) {
    int size = 0;
    for (List<String> list : lists) {
      size += list.size();
    }
    String[] all = new String[size];
    int at = 0;
    for (List<String> list : lists) {
      for (String one : list) {
        all[at++] = one;
      }
    }
    return all;
  }
}
