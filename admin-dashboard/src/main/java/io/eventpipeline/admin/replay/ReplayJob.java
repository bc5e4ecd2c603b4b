package io.eventpipeline.admin.replay;

import java.util.Map;

/**
 * A job of replays, as it was when it was read. {@code looked() = marked + refused + gone}. What is
 * published and neither processed nor failed nor stuck is under way, or another replay took it.
 *
 * @param filter as people read it
 * @param total ids in its snapshot
 * @param hasMore true if more dead letters were meant than a job takes
 * @param next ids that it is through with
 * @param marked those that may run once more
 * @param published those of the marked that Kafka has
 * @param refused under way already: another replay or a handler has them
 * @param gone no dead letters any more: purged, or processed in the meantime
 * @param processed those of the published that became processed
 * @param failed those of the published that failed again
 * @param stuck those of the published that nobody ran before the job ended
 */
public record ReplayJob(
    String id,
    JobState state,
    String by,
    String filter,
    long total,
    boolean hasMore,
    long next,
    long marked,
    long published,
    long refused,
    long gone,
    long processed,
    long failed,
    long stuck,
    int rate,
    boolean silent,
    String codes) {

  static ReplayJob of(String id, Map<String, String> fields) {
    return new ReplayJob(
        id,
        JobState.of(fields.getOrDefault("state", "counting")),
        fields.getOrDefault("by", ""),
        fields.getOrDefault("filter", ""),
        number(fields, "total"),
        number(fields, "more") == 1,
        number(fields, "next"),
        number(fields, "marked"),
        number(fields, "published"),
        number(fields, "refused"),
        number(fields, "gone"),
        number(fields, "processed"),
        number(fields, "failed"),
        number(fields, "stuck"),
        (int) number(fields, "rate"),
        number(fields, "silent") == 1,
        fields.getOrDefault("codes", ""));
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }

  /** The token of the id at this place of the snapshot. */
  String token(long index) {
    return id + "." + index;
  }
}
