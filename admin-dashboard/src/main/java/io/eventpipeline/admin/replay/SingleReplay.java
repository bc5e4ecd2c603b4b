package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.deadletter.Edited;
import io.eventpipeline.admin.deadletter.Mark;
import io.eventpipeline.admin.deadletter.MarkCode;
import io.eventpipeline.admin.replay.ReplayResult.Why;
import io.eventpipeline.runtime.digest.Sha256;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replays one dead letter: note it in the audit, mark it, publish it, wait for its result. Threads:
 * any; callers wait.
 */
@Singleton
public final class SingleReplay {
  /** Longest old record that the audit keeps whole. */
  private static final int MOST_KEPT = 64 << 10;

  private final DeadLetters letters;
  private final ReplayJobs jobs;
  private final ReplayPublisher publisher;
  private final Audit audit;
  private final Duration staleAfter;

  public SingleReplay(
      DeadLetters letters,
      ReplayJobs jobs,
      ReplayPublisher publisher,
      Audit audit,
      ReplaySettings settings) {
    this.letters = letters;
    this.jobs = jobs;
    this.publisher = publisher;
    this.audit = audit;
    this.staleAfter = settings.staleAfter();
  }

  /** Replays it as it is. */
  public ReplayResult replay(String id, Operator by, Duration patience) {
    return replay(id, null, by, patience);
  }

  /**
   * Replays it, edited.
   *
   * @param edit makes the edited record of the dead letter; null replays it as it is
   * @param patience the longest wait for its result
   */
  public ReplayResult replay(
      String id, @Nullable Function<DeadLetter, Edited> edit, Operator by, Duration patience) {
    return switch (begin(id, edit, by)) {
      case Begun.Not(ReplayResult result) -> result;
      case Begun.Published(PendingReplay replay) -> replay.await(patience);
    };
  }

  /**
   * Publishes a replay, and does not wait for its result.
   *
   * @param edit makes the edited record of the dead letter; null replays it as it is
   */
  public Begun begin(String id, @Nullable Function<DeadLetter, Edited> edit, Operator by) {
    DeadLetter letter = letters.find(id);
    if (letter == null) {
      return refused(
          Why.GONE,
          "there is no dead letter " + id + ": GET /events/" + id + " says what became of it");
    }
    if (letter.isPoison()) {
      return refused(
          Why.CONFLICT,
          id
              + " holds no valid event ("
              + letter.error()
              + "): send the corrected text as a new event");
    }
    byte[] record = letter.record();
    if (edit != null) {
      switch (edit.apply(letter)) {
        case Edited.Refused(String pointer, String detail) -> {
          return new Begun.Not(new ReplayResult.Invalid(pointer, detail));
        }
        case Edited.Accepted(byte[] edited) -> record = edited;
      }
    }
    AuditNote note = note(letter, record, edit != null);
    String op = audit.begin(by, note);
    String job = UUID.randomUUID().toString();
    Mark mark = new Mark(letter.id(), job + ".0");
    jobs.openSingle(job, letter.id(), by);
    ReplayResult.Refused refusal = publish(letter, record, mark, by);
    if (refusal != null) {
      audit.end(op, by, note, outcome(refusal));
      return new Begun.Not(refusal);
    }
    return new Begun.Published(new PublishedReplay(letters, audit, mark, op, by, note));
  }

  /** Null if Kafka has it. */
  private ReplayResult.@Nullable Refused publish(
      DeadLetter letter, byte[] record, Mark mark, Operator by) {
    MarkCode code = letters.mark(List.of(mark), by.name(), staleAfter, false).getFirst();
    if (code != MarkCode.MARKED) {
      return reason(letter.id(), code);
    }
    try {
      publisher.publish(Outgoing.replay(letter, record, mark.token())).join();
      return null;
    } catch (CompletionException e) {
      // If it is in the topic all the same, the consumer takes it for a record without a token.
      long unused = letters.unmark(List.of(mark));
      return new ReplayResult.Refused(
          Why.KAFKA_AWAY,
          "Kafka did not take it ("
              + String.valueOf(e.getCause())
              + "): check Kafka, then replay again");
    }
  }

  private ReplayResult.Refused reason(String id, MarkCode code) {
    return switch (code) {
      case REPLAYING ->
          new ReplayResult.Refused(
              Why.CONFLICT,
              "another replay of "
                  + id
                  + " is under way"
                  + byWhom(id)
                  + ": wait for it; after "
                  + staleAfter.toSeconds()
                  + " s it can be replaced");
      case RUNNING ->
          new ReplayResult.Refused(
              Why.CONFLICT, "a handler runs " + id + " now: wait until it ends");
      case PROCESSED ->
          new ReplayResult.Refused(
              Why.GONE, id + " was processed in the meantime: there is nothing to replay");
      default ->
          new ReplayResult.Refused(
              Why.GONE, id + " was purged in the meantime: there is nothing to replay");
    };
  }

  /** Empty if it has ended since. */
  private String byWhom(String id) {
    DeadLetter letter = letters.find(id);
    String by = letter == null ? "" : letter.field("replayBy");
    return by.isEmpty() ? "" : " by " + by;
  }

  private static Begun refused(Why why, String reason) {
    return new Begun.Not(new ReplayResult.Refused(why, reason));
  }

  private static AuditNote note(DeadLetter letter, byte[] record, boolean edited) {
    AuditNote note = AuditNote.of("replay", letter.id());
    if (!edited) {
      return note;
    }
    byte[] old = letter.record();
    AuditNote hashes = note.with("before", hash(old)).with("after", hash(record));
    return old.length > MOST_KEPT
        ? hashes
        : hashes.with("old", new String(old, StandardCharsets.UTF_8));
  }

  private static String hash(byte[] text) {
    return HexFormat.of().formatHex(Sha256.of(text));
  }

  /** For the audit. */
  static String outcome(ReplayResult result) {
    return switch (result) {
      case ReplayResult.Processed() -> "processed";
      case ReplayResult.FailedAgain(var errorClass, var error) -> "failed: " + errorClass;
      case ReplayResult.Waiting() -> "published";
      case ReplayResult.Invalid(var pointer, var detail) ->
          "refused: " + (pointer + " " + detail).strip();
      case ReplayResult.Refused(var why, var reason) -> "refused: " + reason;
    };
  }
}
