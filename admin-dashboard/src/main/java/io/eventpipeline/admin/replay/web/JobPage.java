package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.admin.replay.ReplayJob;
import io.eventpipeline.admin.replay.ReplayJobs;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Makes the page of one job. Threads: any; they wait for Redis. */
@Singleton
final class JobPage implements LiveView {
  static final String PATH = DeadLettersPage.PATH + "/jobs/";
  private static final int SHOWN = 20;

  private final ReplayJobs jobs;
  private final AdminRedis redis;
  private final Pages pages;

  JobPage(ReplayJobs jobs, AdminRedis redis, Pages pages) {
    this.jobs = jobs;
    this.redis = redis;
    this.pages = pages;
  }

  /** What the page shows. */
  JobModel model(String id, String message) {
    try {
      ReplayJob job = jobs.find(id);
      if (job == null) {
        return new JobModel(id, true, null, List.of(), false, message);
      }
      return new JobModel(
          id, true, job, jobs.ids(id, 0, SHOWN), job.isFree(redis.millis()), message);
    } catch (RedisException away) {
      return new JobModel(id, false, null, List.of(), false, message);
    }
  }

  @Override
  public String name() {
    return "replay-job";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    JobModel model = model(query.get("job"), "");
    return List.of(
        new LivePart(
            "job",
            pages.render(
                "deadletter/job-state",
                Map.of("model", model, "operator", query.operator(), "csrf", ""))));
  }
}
