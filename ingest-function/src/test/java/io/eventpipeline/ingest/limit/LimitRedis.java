package io.eventpipeline.ingest.limit;

import io.eventpipeline.ingest.Rig;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.StandaloneRedis;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.ClusterNode;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** A real Redis, and limiters that use it. */
final class LimitRedis implements AutoCloseable {
  /** How long {@link #hasty} waits for Redis. */
  static final Duration HASTY = Duration.ofSeconds(3);

  final LocalRedis redis;
  final KeySpaces spaces;
  final StandaloneRedis patient;
  final StandaloneRedis hasty;
  final RedisCommands<String, String> store;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RedisClient client;

  LimitRedis(Path dir) {
    this(LocalRedis.start(dir, 0), new KeySpaces(), RedisClient::create, StringCodec.UTF8);
  }

  private LimitRedis(
      LocalRedis redis,
      KeySpaces spaces,
      BiFunction<ClientResources, RedisURI, RedisClient> clients,
      RedisCodec<String, String> names) {
    this.redis = redis;
    this.spaces = spaces;
    patient = StandaloneRedis.to(redis.uri(), Rig.PATIENCE, clients);
    hasty = StandaloneRedis.to(redis.uri(), HASTY, clients);
    client = RedisClient.create(redis.uri());
    store = client.connect(names).sync();
  }

  /** A node of Redis Cluster. */
  static LimitRedis inCluster(Path dir) {
    LocalRedis node = LocalRedis.start(dir, 0, "--cluster-enabled", "yes");
    ClusterNode.own(node.uri());
    return new LimitRedis(node, ClusterNode.spaces(), ClusterNode::client, ClusterNode.names());
  }

  Limiter limiter(LimitSettings settings) {
    return limiter(settings, patient);
  }

  Limiter limiter(LimitSettings settings, StandaloneRedis link) {
    return new Limiter(settings, link.link(), spaces, new Meters<>(meters, IngestMetric.class));
  }

  static <T> T get(CompletionStage<T> asked) throws Exception {
    return asked.toCompletableFuture().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Uses up as many of a user's permits, and returns how many were granted. */
  static int granted(Permits permits, String user, int events) {
    return (int) IntStream.range(0, events).filter(i -> permits.use(user).granted()).count();
  }

  /** The number of scripts that Redis has run by their hash. */
  long calls() {
    return store
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:calls="))
        .mapToLong(line -> Long.parseLong(line.split("[=,]")[1]))
        .sum();
  }

  @Override
  public void close() {
    List.of(patient, hasty).forEach(StandaloneRedis::close);
    client.shutdown();
    redis.close();
  }
}
