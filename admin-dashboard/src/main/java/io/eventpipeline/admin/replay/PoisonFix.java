package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new event of a record that held none. The dead letter stays listed until the new event is
 * final, so that a crash loses nothing: then do it again. Threads: any; callers wait.
 */
@Singleton
public final class PoisonFix {
  private static final LuaScript BEGIN = LuaScript.beside(PoisonFix.class, "fix-begin");
  private static final Pattern POISON =
      Pattern.compile("poison~(.+)~(\\d+)~(\\d+)(?:~([A-Za-z0-9_-]{8}))?");
  private static final FieldError NO_ID = new FieldError("/id", "is required");
  private static final int TOPIC_ID = 8;
  private static final Duration ASK_AGAIN = Duration.ofMillis(50);

  private final AdminRedis redis;
  private final KeySpace space;
  private final DeadLetters letters;
  private final Finals finals;
  private final ReplayPublisher publisher;
  private final Audit audit;

  public PoisonFix(
      AdminRedis redis,
      KeySpace space,
      DeadLetters letters,
      Finals finals,
      ReplayPublisher publisher,
      Audit audit) {
    this.redis = redis;
    this.space = space;
    this.letters = letters;
    this.finals = finals;
    this.publisher = publisher;
    this.audit = audit;
  }

  /**
   * Publishes the corrected text as a new event, waits until it is final, then deletes the dead
   * letter. If the new event fails, it is a dead letter under its own id.
   *
   * @param text a record of {@code events}; without an {@code id} it gets {@code
   *     fixed:TOPIC:PARTITION:OFFSET}
   * @param patience the longest wait; after it the dead letter stays, and this may be called again
   */
  public ReplayResult fix(String poisonId, byte[] text, Operator by, Duration patience) {
    return switch (begin(poisonId, text, by)) {
      case Begun.Not(ReplayResult result) -> result;
      case Begun.Published(PendingReplay fix) -> fix.await(patience);
    };
  }

  /** As {@link #fix}, without a wait. The dead letter is deleted by {@link PendingReplay#await}. */
  public Begun begin(String poisonId, byte[] text, Operator by) {
    Matcher place = POISON.matcher(poisonId);
    DeadLetter letter = letters.find(poisonId);
    if (letter == null || !place.matches()) {
      return refused(
          ReplayResult.Why.GONE,
          "there is no dead letter " + poisonId + " of a record without an event");
    }
    Parsed<Event> given = EventReader.event(text, letter.timestamp());
    String ownId = given instanceof Parsed.Valid<Event>(Event event) ? event.id() : null;
    if (given instanceof Parsed.Invalid<Event>(var errors, var id) && !isOnlyIdMissing(text)) {
      return invalid(errors);
    }
    AuditNote note = AuditNote.of("fix", poisonId);
    String op = audit.begin(by, note);
    Begun begun = publish(letter, place, text, ownId);
    return switch (begun) {
      case Begun.Not(ReplayResult refusal) -> {
        audit.end(op, by, note, SingleReplay.outcome(refusal));
        yield begun;
      }
      case Begun.Published(PendingReplay fix) ->
          new Begun.Published(
              patience -> {
                ReplayResult result = fix.await(patience);
                audit.end(op, by, note, SingleReplay.outcome(result));
                return result;
              });
    };
  }

  private static Begun refused(ReplayResult.Why why, String reason) {
    return new Begun.Not(new ReplayResult.Refused(why, reason));
  }

  /** A missing id is no error: the event gets one. */
  private static Begun invalid(List<FieldError> all) {
    List<FieldError> errors =
        all.size() == 1
            ? all
            : all.stream().filter(error -> !error.equals(NO_ID)).toList();
    FieldError first = errors.getFirst();
    return new Begun.Not(
        errors.size() == 1
            ? new ReplayResult.Invalid(first.pointer(), first.detail())
            : new ReplayResult.Invalid("", FieldError.line(errors)));
  }

  private static boolean isOnlyIdMissing(byte[] text) {
    return EventReader.event(withId(text, "any"), 0) instanceof Parsed.Valid<Event>;
  }

  private Begun publish(
      DeadLetter letter, Matcher place, byte[] text, @Nullable String ownId) {
    String noted = letter.field("fixId");
    String wanted = ownId;
    if (wanted == null) {
      wanted = noted.isEmpty() ? finals.freeId(base(place)) : noted;
    } else if (!wanted.equals(noted) && !finals.of(wanted).isEmpty()) {
      return refused(
          ReplayResult.Why.CONFLICT,
          "the event " + wanted + " is final already: choose another id, or none");
    }
    String id = redis.text(BEGIN, List.of(space.dlq(letter.id())), List.of(wanted, noted));
    if (id.isEmpty()) {
      return refused(ReplayResult.Why.GONE, letter.id() + " was purged in the meantime");
    }
    if (!id.equals(wanted)) {
      return refused(
          ReplayResult.Why.CONFLICT, "somebody else fixes it now, as " + id + ": wait for that");
    }
    byte[] record = ownId == null ? withId(text, id) : text;
    if (!(EventReader.event(record, letter.timestamp())
        instanceof Parsed.Valid<Event>(Event event))) {
      return invalid(List.of(new FieldError("/id", "cannot be added: write it into the text")));
    }
    try {
      publisher
          .publish(
              Outgoing.ordinary(letter.topic(), event.id(), event.type(), event.userId(), record))
          .join();
    } catch (CompletionException e) {
      return refused(
          ReplayResult.Why.KAFKA_AWAY,
          "Kafka did not take it (" + e.getCause() + "): check Kafka, then fix again");
    }
    return new Begun.Published(patience -> await(letter.id(), event, patience));
  }

  /** Only the event that we published counts: another may have the same id. */
  private ReplayResult await(String poisonId, Event event, Duration patience) {
    long until = SystemTime.nanos() + patience.toNanos();
    String seq = event.seqOrZero() == Event.NO_SEQ ? "" : Long.toString(event.seqOrZero());
    while (true) {
      Map<String, String> state = finals.of(event.id());
      if (event.userId().equals(state.get("userId")) && seq.equals(state.getOrDefault("seq", ""))) {
        var unused = letters.purge(List.of(poisonId), Duration.ZERO);
        return "failed".equals(state.get("status"))
            ? new ReplayResult.FailedAgain("", state.getOrDefault("error", ""))
            : new ReplayResult.Processed();
      }
      if (SystemTime.nanos() - until >= 0 || Thread.currentThread().isInterrupted()) {
        return new ReplayResult.Waiting();
      }
      SystemTime.sleep(ASK_AGAIN.toNanos());
    }
  }

  /** A topic that was made anew has its id in the poison id; the first one has it in Redis. */
  private String base(Matcher place) {
    String topicId = place.group(4);
    if (topicId == null) {
      int partition = Integer.parseInt(place.group(2));
      topicId = redis.await(redis.commands().get(space.topic(place.group(1), partition)));
    }
    String begin =
        topicId == null || topicId.length() < TOPIC_ID ? "first" : topicId.substring(0, TOPIC_ID);
    return "fixed:" + begin + ":" + place.group(2) + ":" + place.group(3);
  }

  /** Gives an event without an id one. Of any other text it makes no event. */
  private static byte[] withId(byte[] text, String id) {
    String json = new String(text, StandardCharsets.UTF_8);
    int brace = json.indexOf('{') + 1;
    return (json.substring(0, brace) + "\"id\":\"" + id + "\"," + json.substring(brace))
        .getBytes(StandardCharsets.UTF_8);
  }
}
