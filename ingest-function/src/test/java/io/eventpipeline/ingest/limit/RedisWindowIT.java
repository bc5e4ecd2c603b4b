package io.eventpipeline.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.observe.Metric;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.observe.Meters;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisWindowIT {
  @TempDir Path dir;
  LocalRedis redis;
  RedisWindow window;
  RedisClient client;
  RedisCommands<String, String> store;
  LimitSettings settings;

  @BeforeEach
  void start() {
    redis = LocalRedis.start(dir, 0);
    settings = new LimitSettings(100, redis.uri(), Duration.ofMillis(300));
    window = new RedisWindow(settings);
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
    await()
        .until(
            () ->
                !window.take(Map.of("first", 1)).toCompletableFuture().isCompletedExceptionally());
  }

  @AfterEach
  void stop() {
    window.close();
    client.shutdown();
    redis.close();
  }

  private Share take(String user, int want) throws Exception {
    return window.take(Map.of(user, want)).toCompletableFuture().get(5, TimeUnit.SECONDS).get(user);
  }

  @Test
  void grants_what_is_left_and_says_when_more_opens() throws Exception {
    assertThat(take("ann", 60)).isEqualTo(new Share(60, 0));
    Share second = take("ann", 60);
    assertThat(second.granted()).isEqualTo(40);
    assertThat(second.waitMs()).isBetween(1L, 1001L);
    assertThat(take("ann", 1).granted()).isZero();
    assertThat(store.zcard("rate:ann")).isEqualTo(100);
    assertThat(store.pttl("rate:ann")).isBetween(1L, 1000L);
    long wait = take("ann", 1).waitMs();
    await().atMost(Duration.ofMillis(wait + 2000)).until(() -> take("ann", 1).granted() == 1);
  }

  @Test
  void scores_from_the_future_are_dropped_when_they_would_count() throws Exception {
    for (int i = 0; i < 100; i++) {
      store.zadd("rate:ann", System.currentTimeMillis() + 3_600_000, "f" + i);
    }
    assertThat(take("ann", 1).granted()).isEqualTo(1);
    assertThat(store.zcount("rate:ann", Range.create(System.currentTimeMillis() + 10_000, 1e18)))
        .isZero();
  }

  @Test
  void many_users_go_in_one_call_and_a_forgotten_script_is_sent_again() throws Exception {
    store.scriptFlush();
    Map<String, Integer> demand = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      demand.put("user " + i + " ünï{code}", i % 150 + 1);
    }
    Map<String, Share> shares = window.take(demand).toCompletableFuture().get(10, TimeUnit.SECONDS);
    demand.forEach(
        (user, want) ->
            assertThat(shares.get(user).granted()).as(user).isEqualTo(Math.min(want, 100)));
  }

  @Test
  void a_redis_that_is_away_or_hangs_is_replaced_by_a_window_of_our_own() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Limiter limiter = new Limiter(settings, window, new Meters<>(meters, Metric.class));
    redis.kill();
    int granted = 0;
    long begun = System.nanoTime();
    for (int i = 0; i < 150; i++) {
      granted +=
          limiter.take("ann").toCompletableFuture().get(2, TimeUnit.SECONDS).granted() ? 1 : 0;
    }
    assertThat(granted).isEqualTo(100);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    assertThat(meters.counter("ingest.limit.local").count()).isEqualTo(150);
    redis.restart();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              limiter.take("bob").toCompletableFuture().get(2, TimeUnit.SECONDS);
              return store.exists("rate:bob") == 1;
            });
  }
}
