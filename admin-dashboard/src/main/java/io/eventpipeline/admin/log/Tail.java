package io.eventpipeline.admin.log;

import java.util.List;

/**
 * The newest records of the topic.
 *
 * @param rows the newest first
 * @param away partitions that do not answer; their rows are old or missing
 * @param missing true if there is no such topic
 * @param staleSince since when Kafka does not answer, unix milliseconds; 0 if it does
 */
public record Tail(List<LogRow> rows, List<Integer> away, boolean missing, long staleSince) {
  static final Tail NONE = new Tail(List.of(), List.of(), false, 0);

  public Tail {
    rows = List.copyOf(rows);
    away = List.copyOf(away);
  }

  /** The same, while Kafka does not answer. */
  Tail stale(long now) {
    return new Tail(rows, away, missing, staleSince == 0 ? now : staleSince);
  }
}
