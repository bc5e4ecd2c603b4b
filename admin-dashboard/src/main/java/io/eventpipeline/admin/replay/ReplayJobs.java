package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.deadletter.ScanProgress;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The jobs in Redis that replay or purge many: {@link #count} fixes the ids, {@link JobRunner} runs
 * them. Any process may run, watch or stop any job. Threads: any; callers wait.
 */
@Singleton
public final class ReplayJobs {
  /** Most ids of one job. */
  public static final int MOST = 100_000;

  /** How long a runner has the right to run a job without renewing it. */
  static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration KEPT_UNSTARTED = Duration.ofHours(24);

  private static final LuaScript OPEN = LuaScript.beside(ReplayJobs.class, "job-open");
  private static final LuaScript LEASE_SCRIPT = LuaScript.beside(ReplayJobs.class, "job-lease");
  private static final LuaScript STEP = LuaScript.beside(ReplayJobs.class, "job-step");
  private static final LuaScript STOP = LuaScript.beside(ReplayJobs.class, "job-stop");
  private static final LuaScript END = LuaScript.beside(ReplayJobs.class, "job-end");
  private static final LuaScript RATE = LuaScript.beside(ReplayJobs.class, "rate");

  private final AdminRedis redis;
  private final KeySpace space;
  private final DeadLetters letters;

  public ReplayJobs(AdminRedis redis, KeySpace space, DeadLetters letters) {
    this.redis = redis;
    this.space = space;
    this.letters = letters;
  }

  /** The job of one event. Settling the replay counts there. */
  void openSingle(String job, String id, Operator by) {
    open(job, KEPT, by, "id=" + id, "state", "done", "total", "1", "marked", "1", "published", "1");
  }

  private void open(String job, Duration kept, Operator by, String filter, String... fields) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of(Long.toString(kept.toMillis()), "by", by.name(), "filter", filter));
    args.addAll(List.of(fields));
    long unused = redis.number(OPEN, List.of(space.replayJob(job)), args);
  }

  /**
   * Collects the dead letters that are meant, and runs none of them. Records that hold no event are
   * left out. What fails later is not in the job.
   *
   * @param rate events a second; 0 = no cap
   * @param silent true if what becomes processed shall emit no notifications
   * @return a job that is ready
   */
  public ReplayJob count(
      DeadLetterFilter filter, int rate, boolean silent, Operator by, ScanProgress progress) {
    String job = openCount(filter, rate, silent, by);
    count(job, filter, progress);
    return get(job);
  }

  /**
   * Makes a job that has no ids yet.
   *
   * @return its id, for {@link #count(String, DeadLetterFilter, ScanProgress)}
   */
  public String openCount(DeadLetterFilter filter, int rate, boolean silent, Operator by) {
    String job = UUID.randomUUID().toString();
    open(
        job,
        KEPT_UNSTARTED,
        by,
        filter.toString(),
        "state",
        JobState.COUNTING.text(),
        "rate",
        Integer.toString(rate),
        "silent",
        silent ? "1" : "0");
    return job;
  }

  /**
   * Makes a job that has no ids yet and shall delete the dead letters that are meant, records that
   * hold no event among them.
   *
   * @return its id, for {@link #count(String, DeadLetterFilter, ScanProgress)}
   */
  public String openPurge(DeadLetterFilter filter, Operator by) {
    String job = UUID.randomUUID().toString();
    String counting = JobState.COUNTING.text();
    open(job, KEPT_UNSTARTED, by, filter.toString(), "state", counting, "purge", "1");
    return job;
  }

  /** Collects the ids of a job that has none. Ends early if the job is stopped meanwhile. */
  public void count(String job, DeadLetterFilter filter, ScanProgress progress) {
    JobCount count = new JobCount(redis, space, job, get(job).purges());
    try {
      letters.scan(
          filter,
          (looked, all, found) -> {
            progress.looked(looked, all, found);
            count.looked(looked, all);
          },
          count::add);
    } catch (CancellationException stopped) {
      return;
    }
    var expires =
        redis.await(redis.commands().pexpire(space.replayIds(job), KEPT_UNSTARTED.toMillis()));
    count.end();
  }

  /** A job; null if there is none, or no longer. */
  public @Nullable ReplayJob find(String job) {
    Map<String, String> fields = redis.await(redis.commands().hgetall(space.replayJob(job)));
    return fields.containsKey("state") ? ReplayJob.of(job, fields) : null;
  }

  ReplayJob get(String job) {
    ReplayJob found = find(job);
    if (found == null) {
      throw new IllegalStateException("the replay job " + job + " is no longer in Redis");
    }
    return found;
  }

  /** Some ids of the snapshot. */
  public List<String> ids(String job, long from, int count) {
    return redis.await(redis.commands().lrange(space.replayIds(job), from, from + count - 1));
  }

  /**
   * Asks a job to stop. Its runner takes back what is marked and not published. What is published
   * runs on.
   *
   * @return its state now; null if there is no such job
   */
  public @Nullable JobState stop(String job) {
    String state = redis.text(STOP, List.of(space.replayJob(job)), List.of());
    return state.equals("none") ? null : JobState.of(state);
  }

  /**
   * Takes or renews the right to run a job.
   *
   * @return its state; null if another runner has the right or there is no such job
   */
  @Nullable JobState lease(String job, String runner) {
    return state(
        redis.text(
            LEASE_SCRIPT,
            List.of(space.replayJob(job), space.replayIds(job)),
            List.of(runner, Long.toString(LEASE.toMillis()), Long.toString(KEPT.toMillis()))));
  }

  /**
   * Stores progress.
   *
   * @param codes of the batch that is being published next; empty if none
   * @param next ids that the job is through with
   * @param added counts to add
   * @return its state; null if another runner has the right now
   */
  @Nullable JobState step(String job, String runner, String codes, long next, BatchCounts added) {
    return state(
        redis.text(
            STEP,
            List.of(space.replayJob(job)),
            List.of(
                runner,
                codes,
                Long.toString(next),
                Long.toString(added.marked()),
                Long.toString(added.published()),
                Long.toString(added.refused()),
                Long.toString(added.gone()))));
  }

  /** Ends a job. Nothing happens if another runner has the right now. */
  void end(String job, String runner, JobState how, long stuck) {
    long unused =
        redis.number(
            END, List.of(space.replayJob(job)), List.of(runner, how.text(), Long.toString(stuck)));
  }

  /** Takes permits of the rate that all jobs share. The caller waits as long as it says. */
  Duration take(int permits, int rate) {
    return Duration.ofMillis(
        redis.number(
            RATE,
            List.of(space.replayRate()),
            List.of(Integer.toString(permits), Integer.toString(rate))));
  }

  private static @Nullable JobState state(String answer) {
    return answer.equals("held") || answer.equals("none") ? null : JobState.of(answer);
  }
}
