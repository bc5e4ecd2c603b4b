package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.deadletter.Mark;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.List;

/** A replay that Kafka has. One thread. */
final class PublishedReplay implements PendingReplay {
  private static final Duration ASK_AGAIN = Duration.ofMillis(50);

  private final DeadLetters letters;
  private final Audit audit;
  private final Mark mark;
  private final String op;
  private final Operator by;
  private final AuditNote note;

  PublishedReplay(
      DeadLetters letters, Audit audit, Mark mark, String op, Operator by, AuditNote note) {
    this.letters = letters;
    this.audit = audit;
    this.mark = mark;
    this.op = op;
    this.by = by;
    this.note = note;
  }

  @Override
  public ReplayResult await(Duration patience) {
    ReplayResult result = result(patience);
    audit.end(op, by, note, SingleReplay.outcome(result));
    return result;
  }

  /** The consumer deletes the entry of what it processed, and the token of what failed again. */
  private ReplayResult result(Duration patience) {
    long until = SystemTime.nanos() + patience.toNanos();
    while (true) {
      String token = letters.tokens(List.of(mark.id())).getFirst();
      if (!mark.token().equals(token)) {
        DeadLetter now = letters.find(mark.id());
        return now == null
            ? new ReplayResult.Processed()
            : new ReplayResult.FailedAgain(now.errorClass(), now.error());
      }
      if (SystemTime.nanos() - until >= 0 || Thread.currentThread().isInterrupted()) {
        return new ReplayResult.Waiting();
      }
      SystemTime.sleep(ASK_AGAIN.toNanos());
    }
  }
}
