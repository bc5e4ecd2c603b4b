package io.eventpipeline.admin.event;

import java.util.List;

/**
 * The live list.
 *
 * @param missing true if there is no topic yet
 * @param staleSince since when Kafka does not answer, unix milliseconds; 0 if it does
 */
public record LiveEvents(List<EventRow> rows, boolean missing, long staleSince) {
  public LiveEvents {
    rows = List.copyOf(rows);
  }
}
