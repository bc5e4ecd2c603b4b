package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.replay.ReplayJob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as its page shows it.
 *
 * @param known false while Redis is away
 * @param job null if there is none, or nobody knows
 * @param first the first ids of its snapshot
 * @param free true if it can be run now
 * @param message what became of an action; empty if there was none
 */
public record JobModel(
    String id,
    boolean known,
    @Nullable ReplayJob job,
    List<String> first,
    boolean free,
    String message) {
  public JobModel {
    first = List.copyOf(first);
  }

  /** How far it is, 0 to 100. */
  public long percent() {
    if (job == null || job.total() == 0) {
      return 0;
    }
    return Math.min(100, 100 * (done(job) + job.refused() + job.gone()) / job.total());
  }

  private static long done(ReplayJob job) {
    return job.purges() ? job.marked() : job.processed() + job.failed() + job.stuck();
  }
}
