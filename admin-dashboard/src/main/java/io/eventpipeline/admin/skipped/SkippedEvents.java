package io.eventpipeline.admin.skipped;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.admin.replay.Finals;
import io.eventpipeline.admin.replay.Outgoing;
import io.eventpipeline.admin.replay.ReplayPublisher;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.EventWriter;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.runtime.digest.Sha256;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Events that were skipped. They cannot be replayed, because their place in the order has passed;
 * each can be sent again as a new event without a place. Threads: any; callers wait.
 */
@Singleton
public final class SkippedEvents {
  /** Lines that one read asks for. */
  private static final int CHUNK = 1_000;

  /** Longest search for the events of one page. */
  private static final Duration BUDGET = Duration.ofMillis(500);

  private final AdminRedis redis;
  private final KeySpace space;
  private final Finals finals;
  private final TopicReader topic;
  private final ReplayPublisher publisher;
  private final Audit audit;

  public SkippedEvents(
      AdminRedis redis,
      KeySpace space,
      Finals finals,
      TopicReader topic,
      ReplayPublisher publisher,
      Audit audit) {
    this.redis = redis;
    this.space = space;
    this.finals = finals;
    this.topic = topic;
    this.publisher = publisher;
    this.audit = audit;
  }

  /**
   * The newest ones first.
   *
   * @param count lines of the stream to look at; other notes among them are left out
   */
  public List<SkippedEvent> list(int count) {
    return read("", count).stream().filter(SkippedEvents::isSkipped).map(SkippedEvents::of).toList();
  }

  /**
   * Some of them, the newest first. May find fewer than there are, and none, if the search takes too
   * long: then the caller goes on at {@link SkippedPage#next}.
   *
   * @param after the line of the last one that is known; empty begins with the newest
   * @param userId only those of this user; empty = all
   * @param most events
   */
  public SkippedPage page(String after, String userId, int most) {
    List<SkippedEvent> found = new ArrayList<>();
    String last = after;
    long until = SystemTime.nanos() + BUDGET.toNanos();
    long looked = 0;
    while (found.size() < most && SystemTime.nanos() - until < 0) {
      List<StreamMessage<String, String>> lines = read(last, CHUNK);
      for (StreamMessage<String, String> line : lines) {
        last = line.getId();
        looked++;
        if (isSkipped(line)
            && (userId.isEmpty() || userId.equals(line.getBody().get("userId")))) {
          found.add(of(line));
          if (found.size() == most) {
            return new SkippedPage(found, last, looked);
          }
        }
      }
      if (lines.size() < CHUNK) {
        return new SkippedPage(found, "", looked);
      }
    }
    return new SkippedPage(found, last, looked);
  }

  /** One of them; null if the stream no longer has it. */
  public @Nullable SkippedEvent find(String line) {
    return redis
        .await(redis.commands().xrange(space.notable(), Range.create(line, line)))
        .stream()
        .filter(SkippedEvents::isSkipped)
        .map(SkippedEvents::of)
        .findFirst()
        .orElse(null);
  }

  private List<StreamMessage<String, String>> read(String after, int count) {
    Range<String> range =
        after.isEmpty()
            ? Range.unbounded()
            : Range.from(Boundary.including("-"), Boundary.excluding(after));
    return redis.await(redis.commands().xrevrange(space.notable(), range, Limit.from(count)));
  }

  private static boolean isSkipped(StreamMessage<String, String> line) {
    return "skipped".equals(line.getBody().get("status"));
  }

  private static SkippedEvent of(StreamMessage<String, String> line) {
    return SkippedEvent.of(line.getId(), line.getBody());
  }

  /**
   * Sends one again, as the new event {@code {id}:again:{n}} that has no place in the order.
   *
   * @return what was sent, or why nothing was
   */
  public SentAgain sendAgain(SkippedEvent skipped, Operator by) {
    byte[] record = topic.read(skipped.topic(), skipped.partition(), skipped.offset());
    if (record == null) {
      return new SentAgain.Refused(
          "Kafka no longer has the record of " + skipped.id() + ": its sender must send it again");
    }
    if (!(EventReader.event(record, skipped.at()) instanceof Parsed.Valid<Event>(Event event))
        || !event.id().equals(skipped.id())
        || !event.userId().equals(skipped.userId())) {
      return new SentAgain.Refused(
          "another record is in the place of "
              + skipped.id()
              + ", because the topic was made anew: its sender must send it again");
    }
    String id = freeId(skipped.id());
    AuditNote note = AuditNote.of("send-again", skipped.id()).with("as", id);
    String op = audit.begin(by, note);
    try {
      publisher.publish(outgoing(skipped.topic(), id, event)).join();
    } catch (CompletionException e) {
      audit.end(op, by, note, "refused: " + e.getCause());
      return new SentAgain.Refused(
          "Kafka did not take it (" + e.getCause() + "): check Kafka, then send again");
    }
    audit.end(op, by, note, "published");
    return new SentAgain.Published(id);
  }

  private static Outgoing outgoing(String topic, String id, Event event) {
    EventDraft draft =
        new EventDraft(
            id,
            event.userId(),
            event.type(),
            Event.NO_SEQ,
            event.payload(),
            null,
            event.time(),
            true);
    byte[] value = EventWriter.record(id, draft, SystemTime.unixMillis());
    return Outgoing.ordinary(topic, id, event.type(), event.userId(), value);
  }

  /** An id that is too long becomes a hash, so that the same event gets the same ids again. */
  private String freeId(String id) {
    int n = 1;
    String again = again(id, n);
    while (!finals.of(again).isEmpty()) {
      n++;
      again = again(id, n);
    }
    return again;
  }

  private static String again(String id, int n) {
    String again = id + ":again:" + n;
    return again.length() <= EventRules.MAX_ID_LENGTH
        ? again
        : "sha256-"
            + HexFormat.of().formatHex(Sha256.of(id.getBytes(StandardCharsets.UTF_8)))
            + ":again:"
            + n;
  }
}
