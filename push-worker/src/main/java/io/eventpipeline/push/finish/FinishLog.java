package io.eventpipeline.push.finish;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.push.outbox.RedisAnswer;
import io.eventpipeline.runtime.observe.EventMark;
import io.eventpipeline.runtime.observe.Meters;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what {@code finish.lua} has written, and logs dead letters. Threads: any. */
final class FinishLog {
  private static final Logger LOG = LoggerFactory.getLogger(FinishLog.class);

  private final Meters<PushMetric> meters;

  FinishLog(Meters<PushMetric> meters) {
    this.meters = meters;
  }

  /**
   * Notes the reply to one call.
   *
   * @param entries of the call, in its order
   */
  void note(List<FinishedEntry> entries, RedisAnswer.Given reply) {
    meters.count(PushMetric.DEAD_DROPPED, reply.number(0));
    for (int i = 0; i < entries.size(); i++) {
      if (reply.number(i + 1) == 1) {
        note(entries.get(i));
      }
    }
  }

  private void note(FinishedEntry one) {
    switch (one.ending()) {
      case Ending.Final(var mark) -> meters.count(PushMetric.FINISHED, mark.tag(), 1);
      case Ending.SentBefore() -> meters.count(PushMetric.FINISHED, "sent_before", 1);
      case Ending.Retry retry -> meters.count(PushMetric.RETRIED);
      case Ending.Back back -> {}
      case Ending.Dead dead -> {
        meters.count(PushMetric.FINISHED, "failed", 1);
        tell(one, dead);
      }
    }
  }

  private static void tell(FinishedEntry one, Ending.Dead dead) {
    int end = one.noteId().indexOf('#');
    try (EventMark _ = EventMark.of(end < 0 ? null : one.noteId().substring(0, end))) {
      LOG.error(
          "Notification {} is a dead letter after {} failed attempts: {}",
          one.noteId(),
          dead.attempts(),
          dead.error());
    }
  }
}
