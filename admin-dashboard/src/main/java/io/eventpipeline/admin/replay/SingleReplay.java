package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.deadletter.Edited;
import io.eventpipeline.admin.deadletter.Mark;
import io.eventpipeline.admin.deadletter.MarkCode;
import io.eventpipeline.runtime.digest.Sha256;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replays one dead letter: note it in the audit, mark it, publish it, wait for its result. Threads:
 * any; callers wait.
 */
@Singleton
public final class SingleReplay {
  private static final Duration ASK_AGAIN = Duration.ofMillis(50);

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
    DeadLetter letter = letters.find(id);
    if (letter == null) {
      return new ReplayResult.Refused(
          "there is no dead letter " + id + ": GET /events/" + id + " says what became of it");
    }
    if (letter.isPoison()) {
      return new ReplayResult.Refused(
          id
              + " holds no valid event ("
              + letter.error()
              + "): send the corrected text as a new event");
    }
    byte[] record = letter.record();
    if (edit != null) {
      switch (edit.apply(letter)) {
        case Edited.Refused refused -> {
          return new ReplayResult.Refused(refused + ": correct it and replay again");
        }
        case Edited.Accepted(byte[] edited) -> record = edited;
      }
    }
    AuditNote note = note(letter, record, edit != null);
    String op = audit.begin(by, note);
    ReplayResult result = run(letter, record, by, patience);
    audit.end(op, by, note, outcome(result));
    return result;
  }

  private ReplayResult run(DeadLetter letter, byte[] record, Operator by, Duration patience) {
    String job = UUID.randomUUID().toString();
    Mark mark = new Mark(letter.id(), job + ".0");
    jobs.openSingle(job, letter.id(), by);
    MarkCode code = letters.mark(List.of(mark), by.name(), staleAfter, false).getFirst();
    if (code != MarkCode.MARKED) {
      return new ReplayResult.Refused(reason(letter.id(), code));
    }
    try {
      publisher.publish(Outgoing.replay(letter, record, mark.token())).join();
    } catch (CompletionException e) {
      // If it is in the topic all the same, the consumer takes it for a record without a token.
      long unused = letters.unmark(List.of(mark));
      return new ReplayResult.Refused(
          "Kafka did not take it ("
              + String.valueOf(e.getCause())
              + "): check Kafka, then replay again");
    }
    return await(mark, patience);
  }

  private String reason(String id, MarkCode code) {
    return switch (code) {
      case REPLAYING ->
          "another replay of "
              + id
              + " is under way: wait for it; after "
              + staleAfter.toSeconds()
              + " s it can be replaced";
      case RUNNING -> "a handler runs " + id + " now: wait until it ends";
      case PROCESSED -> id + " was processed in the meantime: there is nothing to replay";
      default -> id + " was purged in the meantime: there is nothing to replay";
    };
  }

  /** The consumer deletes the entry of what it processed, and the token of what failed again. */
  private ReplayResult await(Mark mark, Duration patience) {
    long until = SystemTime.nanos() + patience.toNanos();
    while (true) {
      DeadLetter now = letters.find(mark.id());
      if (now == null) {
        return new ReplayResult.Processed();
      }
      if (!mark.token().equals(now.replayToken())) {
        return new ReplayResult.FailedAgain(now.errorClass(), now.error());
      }
      if (SystemTime.nanos() - until >= 0 || Thread.currentThread().isInterrupted()) {
        return new ReplayResult.Waiting();
      }
      SystemTime.sleep(TimeUnit.MILLISECONDS.toNanos(ASK_AGAIN.toMillis()));
    }
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
      case ReplayResult.Refused(var reason) -> "refused: " + reason;
    };
  }
}
