package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.RunLog;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;

/** Tells whether incidents explain that an event was run more often than it asks for. */
final class RunExcuses {
  private final Incidents incidents;
  private final ConsumerIncidents consumers;

  RunExcuses(Incidents incidents) {
    this.incidents = incidents;
    consumers = incidents.consumers();
  }

  /**
   * Whether a consumer was cut off before it settled the event, or Redis was in trouble meanwhile.
   *
   * @param hasSeveralRecords whether the topic has the event more than once
   * @param runs the starts of all its runs
   * @param finalAt when it became final, unix milliseconds
   */
  boolean excuse(EventKind kind, boolean hasSeveralRecords, List<RunLog.Line> runs, long finalAt) {
    if (incidents.wasFlushed()) {
      return true;
    }
    Map<Long, Long> firstByPid = new HashMap<>();
    runs.forEach(run -> firstByPid.merge(run.pid(), run.at(), Math::min));
    if (incidents.haveClocksJumped()) { // the times of runs and of losses say nothing
      return firstByPid.keySet().stream()
          .anyMatch(
              pid ->
                  consumers.wasUnclean(pid, Long.MIN_VALUE, finalAt)
                      || consumers.hasLostPartitions(pid));
    }
    LongSummaryStatistics times = runs.stream().mapToLong(RunLog.Line::at).summaryStatistics();
    boolean isDisturbed = incidents.wasRedisDisturbed(times.getMin(), times.getMax());
    // A handler's result is remembered for one record, not for a later one of the same event.
    if (isDisturbed && incidents.hasRedisForgotten() && hasSeveralRecords) {
      return true;
    }
    int handovers = firstByPid.size() - 1;
    int cuts = cuts(firstByPid, times.getMax(), finalAt);
    boolean isCause = (cuts > 0 && handovers <= cuts) || (isDisturbed && handovers > 0);
    return isCause && runs.size() <= kind.runs() * ownerships(firstByPid, times.getMax());
  }

  /** How many incidents took the event from a consumer that had not settled it. */
  private int cuts(Map<Long, Long> firstByPid, long last, long finalAt) {
    return firstByPid.entrySet().stream()
        .mapToInt(
            run ->
                (consumers.wasUnclean(run.getKey(), run.getValue(), finalAt) ? 1 : 0)
                    + consumers.losses(run.getKey(), run.getValue(), last))
        .sum();
  }

  /** How often at most some consumer had the event. In each, it has as many runs as it asks for. */
  private int ownerships(Map<Long, Long> firstByPid, long last) {
    return firstByPid.entrySet().stream()
        .mapToInt(run -> 1 + consumers.assignments(run.getKey(), run.getValue(), last))
        .sum();
  }
}
