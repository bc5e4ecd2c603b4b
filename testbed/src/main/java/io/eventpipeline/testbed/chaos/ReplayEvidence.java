package io.eventpipeline.testbed.chaos;

import java.util.List;
import java.util.Map;

/**
 * What Redis says about the replays of a round.
 *
 * @param orders the lists {@code order:USER} of their users at the end
 * @param letters the hashes {@code dlq:ID} at the end, by id; empty where there is none
 * @param job the fields of the job
 */
record ReplayEvidence(
    Before before,
    Map<String, List<String>> orders,
    Map<String, Map<String, String>> letters,
    Map<String, String> job) {

  /**
   * The state before the first replay.
   *
   * @param at unix milliseconds; all events of these users were final
   * @param orders the lists {@code order:USER}
   */
  record Before(long at, Map<String, List<String>> orders) {
    /** There are no replays. */
    static final Before NOTHING = new Before(0, Map.of());
  }

  /** How many events the job says it counts so; 0 if it says nothing. */
  long count(String field) {
    return Long.parseLong(job.getOrDefault(field, "0"));
  }
}
