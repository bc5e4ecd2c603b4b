package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Fixes the ids of one job, and shows in Redis how far it is. One thread. */
final class JobCount {
  private static final LuaScript COUNT = LuaScript.beside(JobCount.class, "job-count");

  private final AdminRedis redis;
  private final KeySpace space;
  private final String job;
  private final boolean withPoison;
  private long looked;
  private long listed;
  private long total;
  private boolean more;

  /**
   * @param withPoison whether records that hold no event are taken: they cannot be replayed
   */
  JobCount(AdminRedis redis, KeySpace space, String job, boolean withPoison) {
    this.redis = redis;
    this.space = space;
    this.job = job;
    this.withPoison = withPoison;
  }

  /** Takes ids into the snapshot, as long as there is room. */
  void add(List<String> found) {
    List<String> ids = found.stream().filter(id -> withPoison || !DeadLetter.isPoison(id)).toList();
    int room = (int) Math.min(ids.size(), ReplayJobs.MOST - total);
    more |= room < ids.size();
    if (room > 0) {
      String[] taken = ids.subList(0, room).toArray(String[]::new);
      var unused = redis.await(redis.commands().rpush(space.replayIds(job), taken));
      total += room;
    }
  }

  /**
   * Shows how far the count is.
   *
   * @throws CancellationException if the job was stopped, or Redis has lost it
   */
  void looked(long entries, long all) {
    looked = entries;
    listed = all;
    if (!store(JobState.COUNTING).equals(JobState.COUNTING.text())) {
      throw new CancellationException();
    }
  }

  /** The job is ready, unless it was stopped. */
  void end() {
    String unused = store(JobState.READY);
  }

  private String store(JobState state) {
    return redis.text(
        COUNT,
        List.of(space.replayJob(job)),
        List.of(
            state.text(),
            Long.toString(looked),
            Long.toString(listed),
            Long.toString(total),
            more ? "1" : "0"));
  }
}
