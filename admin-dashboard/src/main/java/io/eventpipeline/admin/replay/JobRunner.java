package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs of replays. One that died, here or elsewhere, goes on where it was: what is marked
 * keeps its token, and what is settled is not marked again. Threads: any; {@link #run} waits.
 */
@Singleton
public final class JobRunner {
  /** How long a job goes on asking a Redis that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final DeadLetters letters;
  private final ReplayJobs jobs;
  private final ReplayPublisher publisher;
  private final Duration staleAfter;

  public JobRunner(
      DeadLetters letters, ReplayJobs jobs, ReplayPublisher publisher, ReplaySettings settings) {
    this.letters = letters;
    this.jobs = jobs;
    this.publisher = publisher;
    this.staleAfter = settings.staleAfter();
  }

  /**
   * Runs a job to its end, or until it is stopped.
   *
   * @param progress called again and again, at least once a second
   * @return its state at the end; null if another runner has it or it is no longer there
   * @throws RedisException if Redis does not answer for a minute; the job can be run again
   */
  public @Nullable JobState run(String job, Runnable progress) {
    String runner = UUID.randomUUID().toString();
    long lastAnswer = SystemTime.nanos();
    while (true) {
      JobRun one = new JobRun(letters, jobs, publisher, staleAfter, job, runner, progress);
      try {
        return one.run();
      } catch (RedisException e) {
        lastAnswer = Math.max(lastAnswer, one.lastAnswer());
        if (SystemTime.nanos() - lastAnswer > PATIENCE.toNanos()
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        SystemTime.sleep(ASK_AGAIN.toNanos());
      }
    }
  }
}
