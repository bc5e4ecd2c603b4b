package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.deadletter.Mark;
import java.util.Map;

/**
 * A job that replays or purges many, as it was when it was read. {@code looked() = marked + refused
 * + gone}. What is published and neither processed nor failed nor stuck is under way, or another
 * replay took it.
 *
 * @param filter as people read it
 * @param looked entries that its count has looked at
 * @param listed entries of the queue when it was counted
 * @param total ids in its snapshot
 * @param hasMore true if more dead letters were meant than a job takes
 * @param next ids that it is through with
 * @param marked those that may run once more, or that were purged
 * @param published those of the marked that Kafka has
 * @param refused under way already: another replay or a handler has them
 * @param gone no dead letters any more: purged, or processed in the meantime
 * @param processed those of the published that became processed
 * @param failed those of the published that failed again
 * @param stuck those of the published that nobody ran before the job ended
 * @param purges whether it deletes its dead letters for good, and replays none
 * @param startedAt when it began to run, unix milliseconds by Redis' clock; 0 = never
 * @param heldUntil until when its runner has the right to run it; 0 = nobody has
 */
public record ReplayJob(
    String id,
    JobState state,
    String by,
    String filter,
    long looked,
    long listed,
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
    boolean purges,
    String codes,
    long startedAt,
    long heldUntil) {

  static ReplayJob of(String id, Map<String, String> fields) {
    return new ReplayJob(
        id,
        JobState.of(fields.getOrDefault("state", "counting")),
        fields.getOrDefault("by", ""),
        fields.getOrDefault("filter", ""),
        number(fields, "looked"),
        number(fields, "listed"),
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
        number(fields, "purge") == 1,
        fields.getOrDefault("codes", ""),
        number(fields, "startedAt"),
        number(fields, "runnerUntil"));
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }

  /** Those of the published that are not final. */
  public long underWay() {
    return Math.max(0, published - processed - failed - stuck);
  }

  /**
   * Whether it can be run now: nobody has begun, or its runner is gone.
   *
   * @param now unix milliseconds by Redis' clock
   */
  public boolean isFree(long now) {
    return state == JobState.READY
        || ((state == JobState.RUNNING || state == JobState.STOPPING) && heldUntil <= now);
  }

  /** What became of its ids so far, in one line. */
  public String line() {
    if (purges) {
      return "%s: %d of %d looked at, %d purged"
              .formatted(state.text(), marked + refused + gone, total, marked)
          + part(refused, "left: a replay or a handler has them")
          + part(gone, "gone");
    }
    return "%s: %d of %d looked at, %d processed, %d failed again, %d under way"
            .formatted(state.text(), marked + refused + gone, total, processed, failed, underWay())
        + part(refused, "under way elsewhere")
        + part(gone, "gone")
        + part(stuck, "not run by any consumer");
  }

  private static String part(long count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }

  /** The place in the snapshot that a token names. */
  static int place(Mark mark) {
    return Integer.parseInt(mark.token().substring(mark.token().lastIndexOf('.') + 1));
  }

  /** The token of the id at this place of the snapshot. */
  String token(long index) {
    return id + "." + index;
  }
}
