package io.eventpipeline.admin.deadletter;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.deadletter.DeadLetterScripts;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LPosArgs;
import io.lettuce.core.RedisFuture;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one key space. No call keeps Redis busy for longer than a page or a batch
 * takes. Threads: any; callers wait, and get a {@link io.lettuce.core.RedisException} if Redis does
 * not answer.
 */
@Singleton
public final class DeadLetters {
  /** Entries that one read of a scan asks for. */
  private static final int PAGE = 500;

  private static final String[] REPLAY_FIELDS = {
    "eventId",
    "userId",
    "type",
    "topic",
    "payload",
    "encoding",
    "recordTimestamp",
    "queuedAt",
    "replayToken"
  };

  /** What a list shows of each. */
  private static final String[] LISTED_FIELDS = {
    "eventId",
    "userId",
    "type",
    "error",
    "errorClass",
    "attempts",
    "queuedAt",
    "replays",
    "replayState",
    "replayBy",
    "replayAt"
  };

  private static final Duration COPY_LIVES = Duration.ofMinutes(10);
  private static final LuaScript COPY = LuaScript.beside(DeadLetters.class, "copy-list");
  private static final LuaScript READ_FIELDS = LuaScript.beside(DeadLetters.class, "read-fields");

  private final AdminRedis redis;
  private final KeySpace space;

  public DeadLetters(AdminRedis redis, KeySpace space) {
    this.redis = redis;
    this.space = space;
  }

  /** One entry; null if there is none. */
  public @Nullable DeadLetter find(String id) {
    Map<String, String> fields = redis.await(redis.commands().hgetall(space.dlq(id)));
    return fields.containsKey("eventId") ? new DeadLetter(id, fields) : null;
  }

  /**
   * What a replay needs of several entries, in the order of the ids; null for each that is not
   * there. Stack traces and histories are left out.
   */
  public List<@Nullable DeadLetter> records(List<String> ids) {
    List<Map<String, String>> entries = readLong(ids, REPLAY_FIELDS);
    List<@Nullable DeadLetter> found = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      Map<String, String> entry = entries.get(i);
      found.add(entry.containsKey("eventId") ? new DeadLetter(ids.get(i), entry) : null);
    }
    return found;
  }

  /**
   * What a list shows of several entries, in the order of the ids, without those that are not there.
   *
   * @param withRecords true if the records are wanted too; they may be long
   */
  public List<DeadLetter> listed(List<String> ids, boolean withRecords) {
    List<DeadLetter> found = new ArrayList<>(ids.size());
    List<Map<String, String>> entries = readLong(ids, LISTED_FIELDS);
    for (int i = 0; i < ids.size(); i++) {
      Map<String, String> entry = entries.get(i);
      if (withRecords) {
        entry.putAll(readLong(List.of(ids.get(i)), "payload", "encoding").getFirst());
      }
      if (entry.containsKey("eventId")) {
        found.add(new DeadLetter(ids.get(i), entry));
      }
    }
    return found;
  }

  /** What a filter looks at, of several entries, in the order of the ids; empty if not there. */
  List<Map<String, String>> filtered(List<String> ids) {
    return readShort(ids, DeadLetterFilter.FIELDS);
  }

  /** Where an id stands in the queue, from 0; null if it is not listed. */
  @Nullable Long place(String id) {
    return redis.await(
        redis.commands().lpos(space.dlqList(), id, LPosArgs.Builder.rank(-1)));
  }

  /** The tokens of several entries, in the order of the ids; empty where there is none. */
  public List<String> tokens(List<String> ids) {
    return readShort(ids, "replayToken").stream()
        .map(entry -> entry.getOrDefault("replayToken", ""))
        .toList();
  }

  /**
   * Which of several entries no replay has: they are listed, have no token, and failed last before
   * a time.
   *
   * @param time unix milliseconds by Redis' clock
   * @return their places in {@code ids}
   */
  public BitSet untouchedSince(long time, List<String> ids) {
    List<Map<String, String>> entries = readShort(ids, "queuedAt", "replayToken");
    BitSet untouched = new BitSet(ids.size());
    for (int i = 0; i < entries.size(); i++) {
      Map<String, String> entry = entries.get(i);
      String failedAt = entry.get("queuedAt");
      untouched.set(
          i,
          failedAt != null
              && Long.parseLong(failedAt) < time
              && !entry.containsKey("replayToken"));
    }
    return untouched;
  }

  /** How many there are. */
  public long size() {
    return redis.await(redis.commands().llen(space.dlqList()));
  }

  /** The ids of one part of the queue, those that failed first at its beginning. */
  public List<String> list(long from, int count) {
    return redis.await(redis.commands().lrange(space.dlqList(), from, from + count - 1));
  }

  /**
   * Looks at every entry that is in the queue now. What fails meanwhile is not seen.
   *
   * @param found gets the ids that are meant, page by page, in the order of the queue
   */
  public void scan(DeadLetterFilter filter, ScanProgress progress, Consumer<List<String>> found) {
    String copy = space.replayScan(UUID.randomUUID().toString());
    long all =
        redis.number(
            COPY, List.of(space.dlqList(), copy), List.of(Long.toString(COPY_LIVES.toMillis())));
    long sum = 0;
    try {
      for (long at = 0; at < all; at += PAGE) {
        List<String> ids = redis.await(redis.commands().lrange(copy, at, at + PAGE - 1));
        List<String> meant = meant(ids, filter);
        sum += meant.size();
        found.accept(meant);
        progress.looked(Math.min(at + PAGE, all), all, sum);
      }
    } finally {
      var unused = redis.commands().unlink(copy);
    }
  }

  private List<String> meant(List<String> ids, DeadLetterFilter filter) {
    List<Map<String, String>> entries = readShort(ids, DeadLetterFilter.FIELDS);
    List<String> meant = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Map<String, String> entry = entries.get(i);
      // An entry always has a time. Without one it was purged after the copy was made.
      if (entry.containsKey("queuedAt") && filter.matches(entry)) {
        meant.add(ids.get(i));
      }
    }
    return meant;
  }

  /** Some short fields of several entries, in one call. */
  private List<Map<String, String>> readShort(List<String> ids, String... fields) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Object> answer =
        redis.list(READ_FIELDS, ids.stream().map(space::dlq).toList(), List.of(fields));
    List<Map<String, String>> entries = new ArrayList<>(ids.size());
    for (Object values : answer) {
      Map<String, String> entry = new HashMap<>();
      for (int i = 0; i < fields.length; i++) {
        if (((List<?>) values).get(i) instanceof String value) {
          entry.put(fields[i], value);
        }
      }
      entries.add(entry);
    }
    return entries;
  }

  /** Some fields of several entries, each in a call of its own, because they may be long. */
  private List<Map<String, String>> readLong(List<String> ids, String... fields) {
    List<RedisFuture<List<KeyValue<String, String>>>> asked = new ArrayList<>(ids.size());
    for (String id : ids) {
      asked.add(redis.commands().hmget(space.dlq(id), fields));
    }
    List<Map<String, String>> entries = new ArrayList<>(ids.size());
    for (var one : asked) {
      Map<String, String> entry = new HashMap<>();
      for (KeyValue<String, String> field : redis.await(one)) {
        field.ifHasValue(value -> entry.put(field.getKey(), value));
      }
      entries.add(entry);
    }
    return entries;
  }

  /**
   * Gives dead letters the right to run once more.
   *
   * @param by who, for the entry
   * @param staleAfter the age from which another mark that led to nothing may be replaced
   * @param silent true if what becomes processed shall emit no notifications
   * @return a code for each, never {@link MarkCode#NOT_REACHED}
   */
  public List<MarkCode> mark(List<Mark> marks, String by, Duration staleAfter, boolean silent) {
    return askAloneWhatIsLeft(
        marks, some -> markOnce(some, by, staleAfter, silent), MarkCode.NOT_REACHED);
  }

  private List<MarkCode> markOnce(
      List<Mark> marks, String by, Duration staleAfter, boolean silent) {
    List<String> keys = new ArrayList<>(List.of(space.dlqList()));
    List<String> args =
        new ArrayList<>(List.of(by, Long.toString(staleAfter.toMillis()), silent ? "1" : "0"));
    for (Mark mark : marks) {
      keys.add(space.dlq(mark.id()));
      keys.add(space.event(mark.id()));
      keys.add(space.inflight(mark.id()));
      args.add(mark.id());
      args.add(mark.token());
    }
    return codes(redis.text(DeadLetterScripts.MARK, keys, args), c -> MarkCode.of((char) c));
  }

  /**
   * Takes the right back from those that still have it by this token and are not running.
   *
   * @return how many
   */
  public long unmark(List<Mark> marks) {
    if (marks.isEmpty()) {
      return 0;
    }
    List<String> keys = new ArrayList<>();
    List<String> args = new ArrayList<>();
    for (Mark mark : marks) {
      keys.add(space.dlq(mark.id()));
      keys.add(space.inflight(mark.id()));
      args.add(mark.token());
    }
    return redis.number(DeadLetterScripts.UNMARK, keys, args);
  }

  /**
   * Deletes dead letters for good. The states of their events expire by themselves.
   *
   * @param staleAfter the age from which a mark that led to nothing is no obstacle
   * @return a code for each, never {@link PurgeCode#NOT_REACHED}
   */
  public List<PurgeCode> purge(List<String> ids, Duration staleAfter) {
    return askAloneWhatIsLeft(ids, some -> purgeOnce(some, staleAfter), PurgeCode.NOT_REACHED);
  }

  private List<PurgeCode> purgeOnce(List<String> ids, Duration staleAfter) {
    List<String> keys = new ArrayList<>(List.of(space.dlqList()));
    List<String> args = new ArrayList<>(List.of(Long.toString(staleAfter.toMillis())));
    for (String id : ids) {
      keys.add(space.dlq(id));
      keys.add(space.inflight(id));
      args.add(id);
    }
    return codes(redis.text(DeadLetterScripts.PURGE, keys, args), c -> PurgeCode.of((char) c));
  }

  private static <C> List<C> codes(String letters, IntFunction<C> read) {
    return letters.chars().mapToObj(read).toList();
  }

  /** A script of many bounds how much of the list it looks at. Alone, an id is found anywhere. */
  private static <T, C> List<C> askAloneWhatIsLeft(
      List<T> all, Function<List<T>, List<C>> ask, C left) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<C> codes = new ArrayList<>(ask.apply(all));
    for (int i = 0; i < codes.size(); i++) {
      if (codes.get(i).equals(left)) {
        codes.set(i, ask.apply(List.of(all.get(i))).getFirst());
      }
    }
    return codes;
  }
}
