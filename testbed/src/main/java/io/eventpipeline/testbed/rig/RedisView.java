package io.eventpipeline.testbed.rig;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the results in Redis, as an operator does. Threads: any. */
public final class RedisView implements AutoCloseable {

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  public RedisView(String uri) {
    client = RedisClient.create(uri);
    connection = client.connect();
  }

  /** The hash {@code event:ID}, empty if the event is not final. */
  public Map<String, String> event(String id) {
    return one(redis().hgetall("event:" + id));
  }

  /** The hashes {@code event:ID}, by id; empty for those that are not final. */
  public Map<String, Map<String, String>> events(Collection<String> ids) {
    return each(ids, id -> redis().hgetall("event:" + id));
  }

  /** Those of {@code ids} that are not final. */
  public List<String> notFinal(Collection<String> ids) {
    return absent(ids, "event:");
  }

  /** Those of {@code ids} that have no {@code dedup:} key. */
  public List<String> withoutDedup(Collection<String> ids) {
    return absent(ids, "dedup:");
  }

  /**
   * Waits until each of {@code ids} is final.
   *
   * @throws AssertionError after {@code bound}
   */
  public void awaitFinal(Collection<String> ids, Duration bound) {
    List<List<String>> pending = new ArrayList<>(List.of(List.copyOf(ids)));
    Waiting.untilNoneMissing(
        ids.size() + " events to be final",
        bound,
        () -> {
          pending.set(0, notFinal(pending.get(0)));
          return pending.get(0);
        });
  }

  /** The list {@code order:USER}. */
  public List<String> order(String user) {
    return one(redis().lrange("order:" + user, 0, -1));
  }

  /** The lists {@code order:USER}, by user. */
  public Map<String, List<String>> orders(Collection<String> users) {
    return each(users, user -> redis().lrange("order:" + user, 0, -1));
  }

  /** The members of {@code rate:USER}: one for each permit, with the time it was taken (ms). */
  public Map<String, Double> permitsTaken(String user) {
    Map<String, Double> moments = new LinkedHashMap<>();
    one(redis().zrangeWithScores("rate:" + user, 0, -1))
        .forEach(permit -> moments.put(permit.getValue(), permit.getScore()));
    return moments;
  }

  /** The string {@code seq:USER}; empty if there is none. */
  public String nextSeq(String user) {
    String next = one(redis().get("seq:" + user));
    return next == null ? "" : next;
  }

  /** The hash {@code dlq:ID}. */
  public Map<String, String> deadLetter(String id) {
    return one(redis().hgetall("dlq:" + id));
  }

  /** A hash; empty if there is none. */
  public Map<String, String> hash(String key) {
    return one(redis().hgetall(key));
  }

  /** The scores of the members of a sorted set. */
  public Map<String, Double> scores(String key) {
    Map<String, Double> scores = new LinkedHashMap<>();
    one(redis().zrangeWithScores(key, 0, -1))
        .forEach(one -> scores.put(one.getValue(), one.getScore()));
    return scores;
  }

  /** How often {@code dlq:list} holds {@code id}. */
  public long timesInDeadLetterList(String id) {
    return one(redis().lrange("dlq:list", 0, -1)).stream().filter(id::equals).count();
  }

  /** The list {@code dlq:list}. */
  public List<String> deadLetters() {
    return one(redis().lrange("dlq:list", 0, -1));
  }

  /** The hashes {@code dlq:ID}, by id. */
  public Map<String, Map<String, String>> deadLetters(Collection<String> ids) {
    return each(ids, id -> redis().hgetall("dlq:" + id));
  }

  /** All keys that match a pattern of {@code SCAN}. */
  public Set<String> keys(String pattern) {
    Set<String> keys = new TreeSet<>();
    ScanArgs args = ScanArgs.Builder.matches(pattern).limit(10_000);
    ScanCursor cursor = ScanCursor.INITIAL;
    do {
      KeyScanCursor<String> page = one(redis().scan(cursor, args));
      keys.addAll(page.getKeys());
      cursor = page;
    } while (!cursor.isFinished());
    return keys;
  }

  /** Runs {@code FLUSHALL}. */
  public void flushAll() {
    one(redis().flushall());
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private List<String> absent(Collection<String> ids, String prefix) {
    List<String> absent = new ArrayList<>();
    each(ids, id -> redis().exists(prefix + id))
        .forEach(
            (id, found) -> {
              if (found == 0) {
                absent.add(id);
              }
            });
    return absent;
  }

  private RedisAsyncCommands<String, String> redis() {
    return connection.async();
  }

  /** Sends all questions before it waits for the first answer. */
  private static <V> Map<String, V> each(
      Collection<String> names, Function<String, RedisFuture<V>> ask) {
    Map<String, RedisFuture<V>> asked = new LinkedHashMap<>();
    names.forEach(name -> asked.computeIfAbsent(name, ask));
    Map<String, V> answers = new LinkedHashMap<>();
    asked.forEach((name, future) -> answers.put(name, one(future)));
    return answers;
  }

  private static <V> V one(RedisFuture<V> future) {
    return Waiting.forAnswer("Redis", future);
  }
}
