package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.deadletter.PurgeCode;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job that deletes its dead letters for good. What a replay or a handler has stays. A
 * successor finds what was deleted and not counted yet as gone. One thread.
 */
final class PurgeRun {
  private static final int BATCH = 100;

  private final DeadLetters letters;
  private final ReplayJobs jobs;
  private final Duration staleAfter;
  private final String runner;

  PurgeRun(DeadLetters letters, ReplayJobs jobs, Duration staleAfter, String runner) {
    this.letters = letters;
    this.jobs = jobs;
    this.staleAfter = staleAfter;
    this.runner = runner;
  }

  /**
   * Deletes until nothing is left or the job was asked to stop.
   *
   * @param renew renews the right to run it
   * @return its state; null if another runner has the job
   */
  @Nullable JobState run(ReplayJob job, Supplier<@Nullable JobState> renew) {
    long next = job.next();
    JobState state = renew.get();
    while (state == JobState.RUNNING) {
      List<String> ids = jobs.ids(job.id(), next, BATCH);
      if (ids.isEmpty()) {
        jobs.end(job.id(), runner, JobState.DONE, 0);
        return JobState.DONE;
      }
      List<PurgeCode> codes = letters.purge(ids, staleAfter);
      next += ids.size();
      state = jobs.step(job.id(), runner, "", next, BatchCounts.ofPurge(codes));
      if (state != null) {
        state = renew.get();
      }
    }
    return state;
  }
}
