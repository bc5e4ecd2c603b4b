package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.fcm.RecordedPush;
import io.eventpipeline.testbed.rig.OutboxView;
import io.eventpipeline.testbed.rig.Pipeline;
import java.util.List;
import java.util.Map;

/**
 * What the fake FCM and Redis say about notifications after a round.
 *
 * @param pushes requests at the fake, in the order of their arrival
 * @param waiting entries of the outbox, {@code attempt|id|json}
 * @param retries what waits for another attempt, in the same form
 * @param inHand entries in the hands of workers
 * @param dead dead notifications
 * @param failed sends that FCM refused or did not answer in time, by {@code push:stats}
 */
record PushEvidence(
    List<RecordedPush> pushes,
    List<String> waiting,
    List<String> retries,
    long inHand,
    List<Map<String, String>> dead,
    long failed) {

  static PushEvidence read(Pipeline pipeline) {
    try (OutboxView outbox = new OutboxView(pipeline.redis().uri())) {
      return new PushEvidence(
          pipeline.push().fake().pushes(),
          outbox.waiting(),
          outbox.retries(),
          outbox.inHand(),
          outbox.deadLetters(),
          Long.parseLong(outbox.stats().getOrDefault("failed", "0")));
    }
  }
}
