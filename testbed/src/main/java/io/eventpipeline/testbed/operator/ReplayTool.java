package io.eventpipeline.testbed.operator;

import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.admin.replay.JobRunner;
import io.eventpipeline.admin.replay.JobState;
import io.eventpipeline.admin.replay.ReplayJob;
import io.eventpipeline.admin.replay.ReplayJobs;
import io.eventpipeline.admin.replay.ReplayPublisher;
import io.eventpipeline.admin.replay.ReplaySettings;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts dead letters, or runs a job of replays, as {@code ./pipeline replay} does in one go. Ends
 * with the process that started it.
 */
public final class ReplayTool {
  /** Exit status: Redis has no such job. */
  public static final int NO_JOB = 3;

  private static final Operator BY = new Operator("testbed", "operator", "");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Shorter than usual, so that a round ends soon; longer than any outage in it. */
  private static final ReplaySettings SETTINGS = new ReplaySettings(0, Duration.ofSeconds(40));

  private static final long ASK_AGAIN_NANOS = Duration.ofMillis(500).toNanos();

  private final ReplayJobs jobs;
  private final DeadLetters letters;

  private ReplayTool(AdminRedis redis) {
    var space = new KeySpaces().all().getFirst();
    letters = new DeadLetters(redis, space);
    jobs = new ReplayJobs(redis, space, letters);
  }

  /**
   * {@code count REDIS TYPE RATE} prints the job, its total, and the milliseconds to the first
   * progress and to the end. {@code run REDIS KAFKA JOB} prints the state at the end and the
   * milliseconds.
   */
  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "pipeline-logback.xml");
    endWithParent();
    RedisClient client = RedisClient.create(args[1]);
    ReplayTool tool = new ReplayTool(new AdminRedis(client.connect(), TIMEOUT));
    int status =
        args[0].equals("count")
            ? tool.count(args[2], Integer.parseInt(args[3]))
            : tool.run(args[2], args[3]);
    System.out.flush();
    Runtime.getRuntime().halt(status);
  }

  /** The parent holds the other end of the standard input. */
  private static void endWithParent() {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException gone) {
                // as if it had ended
              }
              Runtime.getRuntime().halt(1);
            });
  }

  private int count(String type, int rate) {
    DeadLetterFilter filter = new DeadLetterFilter(null, type, null, null, null, 0);
    long begun = System.nanoTime();
    long[] first = {0};
    ReplayJob job =
        jobs.count(
            filter,
            rate,
            false,
            BY,
            (looked, all, found) -> first[0] = first[0] == 0 ? millisSince(begun) : first[0]);
    System.out.printf("%s %d %d %d%n", job.id(), job.total(), first[0], millisSince(begun));
    return 0;
  }

  private int run(String kafka, String job) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", kafka);
    JobRunner runner = new JobRunner(letters, jobs, ReplayPublisher.connect(settings), SETTINGS);
    long begun = System.nanoTime();
    JobState state = runner.run(job, () -> {});
    while (state == null && jobs.find(job) != null) { // another runner has it
      LockSupport.parkNanos(ASK_AGAIN_NANOS);
      state = runner.run(job, () -> {});
    }
    System.out.printf("%s %d%n", state, millisSince(begun));
    return state == null ? NO_JOB : 0;
  }

  private static long millisSince(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }
}
