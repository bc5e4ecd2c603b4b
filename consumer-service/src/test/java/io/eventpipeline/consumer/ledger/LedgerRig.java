package io.eventpipeline.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.ClusterNode;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.window.WindowSettings;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.DefaultClientResources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A ledger on a Redis of its own, and a client that looks into it. One thread. */
final class LedgerRig implements AutoCloseable {
  static final Duration SOON = Duration.ofMinutes(1);

  /** With Redis, in each call. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  final LocalRedis redis;
  final KeySpaces spaces;
  final LedgerConnection link;
  final RedisCommands<String, String> store;
  final RedisCommands<String, byte[]> bytes;
  final RedisLedger ledger;
  private final RedisClient linked;
  private final RedisClient client;

  private LedgerRig(
      LocalRedis redis, RedisClient linked, KeySpaces spaces, RedisCodec<String, String> codec) {
    this.redis = redis;
    this.linked = linked;
    this.spaces = spaces;
    link =
        new LedgerConnection(
            new RedisSettings(new Secret(redis.uri()), PATIENCE), linked, meters());
    link.start(
        new LedgerConnection.Listener() {
          @Override
          public void connected(RedisServerInfo server) {}

          @Override
          public void disconnected() {}
        });
    ledger = ledger(Duration.ofHours(24), null);
    client = RedisClient.create(redis.uri());
    store = client.connect(codec).sync();
    bytes = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
    await().atMost(SOON).until(link::isUp);
  }

  static LedgerRig start(Path dir) {
    LocalRedis redis = LocalRedis.start(dir, 0);
    return new LedgerRig(redis, RedisClient.create(redis.uri()), new KeySpaces(), StringCodec.UTF8);
  }

  /** On a node of Redis Cluster: each call names all its keys, and all are of one space. */
  static LedgerRig startInCluster(Path dir) {
    LocalRedis redis = LocalRedis.start(dir, 0, "--cluster-enabled", "yes");
    ClusterNode.own(redis.uri());
    return new LedgerRig(
        redis,
        ClusterNode.client(DefaultClientResources.create(), RedisURI.create(redis.uri())),
        ClusterNode.spaces(),
        ClusterNode.names());
  }

  private static Meters<ConsumerMetric> meters() {
    return new Meters<>(new SimpleMeterRegistry(), ConsumerMetric.class);
  }

  /**
   * Another ledger on the same connection.
   *
   * @param history how many events of a user its order keeps; null for all
   */
  RedisLedger ledger(Duration retention, @Nullable Integer history) {
    return new RedisLedger(
        link,
        spaces,
        new SettleSettings(
            new LedgerSettings(retention, Duration.ZERO),
            new OrderSettings(
                Duration.ofSeconds(5),
                1000,
                1000,
                1_000_000,
                history == null ? "" : history.toString()),
            new WindowLogSettings("true"),
            new WindowSettings(Duration.ofMinutes(30)),
            new EmissionRules(List.of(), meters())));
  }

  <T> ScriptResult<T> answer(CompletionStage<ScriptResult<T>> asked) throws Exception {
    link.flush();
    return asked.toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  <T> T given(CompletionStage<ScriptResult<T>> asked) throws Exception {
    ScriptResult<T> answer = answer(asked);
    assertThat(answer).isInstanceOf(ScriptResult.Given.class);
    return ((ScriptResult.Given<T>) answer).value();
  }

  Ownership take(int partition) throws Exception {
    return given(ledger.take("events", partition, ""));
  }

  /** A record as it was read. */
  static PendingEvent entry(long offset, String id, String user, long seq, @Nullable String token) {
    return entry(offset, id, user, seq, "", token);
  }

  /**
   * A record as it was read.
   *
   * @param edit changes the payload, but nothing that the ledger looks at
   */
  static PendingEvent entry(
      long offset, String id, String user, long seq, String edit, @Nullable String token) {
    String json =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{%s\"edit\":\"%s\"}}"
            .formatted(id, user, seq == 0 ? "" : "\"seq\":" + seq + ",", edit);
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
      PendingEvent entry = PendingEvent.of(new PendingEvent.Record(offset, value, offset), event);
      return token == null
          ? entry
          : entry.becomeReplay(new PendingEvent.Replay(token, event, PendingEvent.NO_SECOND));
    }
    throw new AssertionError(json);
  }

  List<String> outbox() {
    return store.xrange("outbox:push", Range.unbounded()).stream()
        .map(line -> line.getBody().get("d"))
        .toList();
  }

  /** Redis' clock, unix seconds. */
  long now() {
    return Long.parseLong(store.time().getFirst());
  }

  /** All keys with their values. */
  Map<String, Object> dump() {
    Map<String, Object> all = new TreeMap<>();
    for (String key : store.keys("*")) {
      all.put(
          key,
          switch (store.type(key)) {
            case "hash" -> store.hgetall(key);
            case "list" -> store.lrange(key, 0, -1);
            case "stream" -> store.xrange(key, Range.unbounded());
            default -> store.get(key);
          });
    }
    return all;
  }

  @Override
  public void close() {
    link.close();
    linked.shutdown();
    client.shutdown();
    redis.close();
  }
}
