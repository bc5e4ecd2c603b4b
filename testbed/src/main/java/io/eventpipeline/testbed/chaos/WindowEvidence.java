package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.RedisView;
import io.eventpipeline.testbed.rig.WindowLogView;
import java.util.List;

/**
 * How often the events of a round were counted.
 *
 * @param processed events that are processed, by Redis
 * @param logged records of the window log
 * @param answered events of the last half hour, by the query service; all users are unknown to it
 */
record WindowEvidence(long processed, long logged, long answered) {
  private static final int MOST_SECONDS = 1800;
  private static final String EVENT = "event:";

  static WindowEvidence read(Pipeline pipeline, RedisView redis) {
    List<String> ids =
        redis.keys(EVENT + "*").stream().map(key -> key.substring(EVENT.length())).toList();
    long processed =
        redis.events(ids).values().stream()
            .filter(state -> "processed".equals(state.get("status")))
            .count();
    return new WindowEvidence(
        processed, WindowLogView.count(pipeline.redis().uri()), answered(pipeline));
  }

  private static long answered(Pipeline pipeline) {
    HttpReply reply = pipeline.query().get("/metrics?window=" + MOST_SECONDS);
    return reply.status() == 200 ? reply.json().path("unknown").asLong(-1) : -reply.status();
  }

  /** Adds what is wrong. */
  void judge(Findings findings) {
    if (logged != processed) {
      findings.addProblem("the window log holds %d of %d processed events", logged, processed);
    }
    if (answered != processed) {
      findings.addProblem("the query service counts %d of %d processed", answered, processed);
    }
  }
}
