package io.eventpipeline.ingest.idempotency;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.Rig;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.StandaloneRedis;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.ClusterNode;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each script alone, on a single server and on a node of Redis Cluster. */
class IdempotencyScriptsIT {
  @TempDir Path dir;

  @Test
  void the_scripts_work_on_a_single_server() throws Exception {
    try (LocalRedis redis = LocalRedis.start(dir, 0);
        var link = StandaloneRedis.to(redis.uri(), Rig.PATIENCE, RedisClient::create)) {
      reserveKeepAndRelease(link, new KeySpaces());
    }
  }

  @Test
  void the_scripts_work_on_a_node_of_a_cluster() throws Exception {
    try (LocalRedis redis = LocalRedis.start(dir, 0, "--cluster-enabled", "yes")) {
      ClusterNode.own(redis.uri());
      try (var link = StandaloneRedis.to(redis.uri(), Rig.PATIENCE, ClusterNode::client)) {
        reserveKeepAndRelease(link, ClusterNode.spaces());
      }
    }
  }

  private static void reserveKeepAndRelease(StandaloneRedis redis, KeySpaces spaces)
      throws Exception {
    await().atMost(Rig.PATIENCE).until(redis.link()::isWell);
    Idempotency idempotency =
        new Idempotency(
            new IdempotencySettings(Duration.ofMinutes(1)),
            redis.link(),
            spaces,
            new Meters<>(new SimpleMeterRegistry(), IngestMetric.class));
    List<KeyClaim> many = IntStream.range(0, 600).mapToObj(i -> claim(idempotency, i, 1)).toList();
    assertThat(get(idempotency.reserve(many))).hasSize(600).containsOnly(KeyStatus.FIRST);

    assertThat(reserve(idempotency, 7, 1)).isEqualTo(KeyStatus.UNDER_WAY);
    assertThat(reserve(idempotency, 7, 2)).isEqualTo(KeyStatus.CONFLICT);
    idempotency.keep(many.get(7));
    assertThat(reserve(idempotency, 7, 1)).isEqualTo(KeyStatus.REPEAT);
    get(idempotency.release(many.get(8)));
    assertThat(reserve(idempotency, 8, 2)).isEqualTo(KeyStatus.FIRST);
  }

  private static KeyStatus reserve(Idempotency idempotency, int user, int content)
      throws Exception {
    return get(idempotency.reserve(List.of(claim(idempotency, user, content)))).getFirst();
  }

  private static KeyClaim claim(Idempotency idempotency, int user, int content) {
    var event = anEvent().withoutId().of("user " + user).with("content", content);
    return idempotency.claim(event.draft(), "key");
  }

  private static <T> T get(CompletionStage<T> asked) throws Exception {
    return asked.toCompletableFuture().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
