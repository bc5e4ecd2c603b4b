package io.eventpipeline.ingest.limit;

import static io.eventpipeline.ingest.limit.LimitRedis.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.Rig;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.StandaloneRedis;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceLimiterIT {
  /** No test takes as long as this window, not even on a busy machine. */
  private static final SourceRate TEN = new SourceRate(10, Duration.ofMinutes(10));

  private static final String ADDRESS = "10.0.0.7";

  @TempDir static Path dir;
  static LimitRedis rig;
  static RedisClient client;
  static RedisCommands<String, String> store;

  private final SourceLimiter limiter = limiter(rig.patient);

  @BeforeAll
  static void start() {
    start(new LimitRedis(dir));
  }

  static void start(LimitRedis redis) {
    rig = redis;
    client = RedisClient.create(rig.redis.uri());
    store = client.connect().sync();
  }

  @AfterAll
  static void stop() {
    client.shutdown();
    rig.close();
  }

  @BeforeEach
  void empty() {
    await().atMost(Rig.PATIENCE).until(rig.patient.link()::isWell);
    store.flushall();
  }

  private static SourceLimiter limiter(StandaloneRedis link) {
    return new SourceLimiter(link.link(), new Meters<>(rig.meters, IngestMetric.class));
  }

  private static long granted(List<CompletionStage<SourcePermit>> asked) throws Exception {
    long granted = 0;
    for (CompletionStage<SourcePermit> one : asked) {
      granted += get(one).granted() ? 1 : 0;
    }
    return granted;
  }

  @Test
  void the_window_is_that_of_the_source_and_the_address() throws Exception {
    var asked =
        IntStream.range(0, 40)
            .parallel()
            .mapToObj(i -> limiter.take(i < 20 ? "orders" : "gh", "10.0.0." + i % 2, TEN))
            .toList();
    assertThat(granted(asked)).isEqualTo(40);
    SourcePermit refused = get(limiter.take("gh", "10.0.0.1", TEN));
    assertThat(refused.granted()).isFalse();
    assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), TEN.window().plusMillis(1));
    assertThat(store.keys("*"))
        .containsExactlyInAnyOrder(
            "rate_limit:orders:10.0.0.0",
            "rate_limit:orders:10.0.0.1",
            "rate_limit:gh:10.0.0.0",
            "rate_limit:gh:10.0.0.1");
    assertThat(store.zcard("rate_limit:gh:10.0.0.1")).isEqualTo(10);
    assertThat(store.pttl("rate_limit:gh:10.0.0.1")).isBetween(1L, TEN.window().toMillis());
  }

  @Test
  void a_request_after_the_wait_is_granted() throws Exception {
    SourceRate two = new SourceRate(2, Duration.ofSeconds(3));
    SourcePermit permit = get(limiter.take("orders", ADDRESS, two));
    for (int i = 0; permit.granted() && i < 1000; i++) {
      permit = get(limiter.take("orders", ADDRESS, two));
    }
    assertThat(permit.granted()).isFalse();
    Thread.sleep(permit.retryAfter());
    assertThat(get(limiter.take("orders", ADDRESS, two)).granted()).isTrue();
  }

  @Test
  void addresses_of_one_64_share_a_window() throws Exception {
    SourceRate one = new SourceRate(1, TEN.window());
    assertThat(get(limiter.take("gh", "2001:db8:1:2:3::4", one)).granted()).isTrue();
    assertThat(get(limiter.take("gh", "2001:db8:1:2:ffff::", one)).granted()).isFalse();
    assertThat(get(limiter.take("gh", "2001:db8:1:3::", one)).granted()).isTrue();
    assertThat(store.keys("*"))
        .containsExactlyInAnyOrder(
            "rate_limit:gh:2001:db8:1:2:0:0:0:0/64", "rate_limit:gh:2001:db8:1:3:0:0:0:0/64");
  }

  @Test
  void while_redis_is_away_this_process_limits_alone() throws Exception {
    try (LocalRedis own = LocalRedis.start(dir.resolve("own"), 0);
        StandaloneRedis lost = StandaloneRedis.to(own.uri(), Rig.PATIENCE)) {
      await().atMost(Rig.PATIENCE).until(lost.link()::isWell);
      own.kill();
      SourceLimiter alone = limiter(lost);
      double before = rig.meters.get("ingest.limit.local").counter().count();
      var asked =
          IntStream.range(0, 30).parallel().mapToObj(i -> alone.take("gh", ADDRESS, TEN)).toList();
      assertThat(granted(asked)).isEqualTo(10);
      SourcePermit refused = get(alone.take("gh", ADDRESS, TEN));
      assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), TEN.window().plusMillis(1));
      assertThat(get(alone.take("gh", "10.0.0.8", TEN)).granted()).isTrue();
      assertThat(get(alone.take("orders", ADDRESS, TEN)).granted()).isTrue();
      assertThat(rig.meters.get("ingest.limit.local").counter().count() - before).isEqualTo(33);
    }
  }
}
