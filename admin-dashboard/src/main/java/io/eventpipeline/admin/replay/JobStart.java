package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Runs jobs on an operator's word, noted in the audit. Threads: any. */
@Singleton
public final class JobStart {
  private final ReplayJobs jobs;
  private final JobRunner runner;
  private final Audit audit;

  public JobStart(ReplayJobs jobs, JobRunner runner, Audit audit) {
    this.jobs = jobs;
    this.runner = runner;
    this.audit = audit;
  }

  /** A run that the audit knows of. */
  @FunctionalInterface
  public interface Run {
    /**
     * Runs the job to its end, or until it is stopped. Call once.
     *
     * @param progress called again and again, at least once a second
     * @return the job at the end; null if Redis has lost it
     * @throws io.lettuce.core.RedisException if Redis does not answer for a minute; the job can be
     *     run again
     */
    @Nullable ReplayJob run(Runnable progress);
  }

  /**
   * Notes that somebody is about to run a job, new or left by a runner that died.
   *
   * @throws io.lettuce.core.RedisException if it cannot be noted; then the job must not run
   */
  public Run prepare(ReplayJob job, Operator by) {
    AuditNote note =
        AuditNote.of(job.purges() ? "purge-many" : "replay-many", job.filter())
            .with("job", job.id())
            .with("count", Long.toString(job.total()));
    String op = audit.begin(by, note);
    return progress -> {
      boolean ours = runner.run(job.id(), progress) != null;
      ReplayJob end = jobs.find(job.id());
      audit.end(op, by, note, end == null ? "lost" : ours ? end.line() : "another runner has it");
      return end;
    };
  }

  /**
   * Asks a job to stop, noted in the audit.
   *
   * @return its state now; null if there is no such job
   */
  public @Nullable JobState stop(String job, Operator by) {
    AuditNote note = AuditNote.of("stop", job).with("job", job);
    String op = audit.begin(by, note);
    JobState state = jobs.stop(job);
    audit.end(op, by, note, state == null ? "no such job" : state.text());
    return state;
  }
}
