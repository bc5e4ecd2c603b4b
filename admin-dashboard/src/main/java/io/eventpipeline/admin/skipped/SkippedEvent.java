package io.eventpipeline.admin.skipped;

import java.util.Map;

/**
 * An event that was skipped: its seq came too late, or a second time. Its record is in Kafka as
 * long as the topic keeps it.
 *
 * @param line its id in the stream
 * @param at when it was noted, unix milliseconds by Redis' clock
 */
public record SkippedEvent(
    String line,
    long at,
    String id,
    String userId,
    String type,
    String topic,
    int partition,
    long offset) {

  static SkippedEvent of(String lineId, Map<String, String> line) {
    return new SkippedEvent(
        lineId,
        Long.parseLong(lineId.substring(0, lineId.indexOf('-'))),
        line.getOrDefault("eventId", ""),
        line.getOrDefault("userId", ""),
        line.getOrDefault("type", ""),
        line.getOrDefault("topic", ""),
        Integer.parseInt(line.getOrDefault("partition", "0")),
        Long.parseLong(line.getOrDefault("offset", "0")));
  }
}
