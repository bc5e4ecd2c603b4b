package io.eventpipeline.admin.skipped;

import java.util.List;

/**
 * Some skipped events, the newest first.
 *
 * @param next the line after which the next page begins; empty at the end
 * @param looked lines of the stream that were looked at
 */
public record SkippedPage(List<SkippedEvent> events, String next, long looked) {
  public SkippedPage {
    events = List.copyOf(events);
  }
}
