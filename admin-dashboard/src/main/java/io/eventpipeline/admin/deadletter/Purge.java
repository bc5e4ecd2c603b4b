package io.eventpipeline.admin.deadletter;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Deletes dead letters for good, on an operator's word. Threads: any; callers wait. */
@Singleton
public final class Purge {
  private static final int BATCH = 100;

  private final DeadLetters letters;
  private final Audit audit;

  public Purge(DeadLetters letters, Audit audit) {
    this.letters = letters;
    this.audit = audit;
  }

  /**
   * Deletes dead letters that nobody replays or runs now.
   *
   * @param what as people read it, for the audit
   * @param staleAfter the age from which a replay that led to nothing is no obstacle
   * @return a code for each
   */
  public List<PurgeCode> purge(List<String> ids, String what, Duration staleAfter, Operator by) {
    AuditNote note = AuditNote.of("purge", what).with("count", Integer.toString(ids.size()));
    String op = audit.begin(by, note);
    List<PurgeCode> codes = new ArrayList<>(ids.size());
    for (int at = 0; at < ids.size(); at += BATCH) {
      List<String> some = ids.subList(at, Math.min(at + BATCH, ids.size()));
      codes.addAll(letters.purge(some, staleAfter));
    }
    long deleted = codes.stream().filter(PurgeCode.DELETED::equals).count();
    audit.end(op, by, note, "deleted " + deleted);
    return codes;
  }
}
