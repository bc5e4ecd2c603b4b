package io.eventpipeline.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.OneWindow;
import io.eventpipeline.ingest.Rig;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.StandaloneRedis;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  FailFastRedis link;

  /** How long {@link #hasty} waits for Redis. */
  private static final Duration HASTY = Duration.ofSeconds(3);

  FailFastRedis hasty;
  List<StandaloneRedis> links;

  @BeforeEach
  void start() {
    redis = LocalRedis.start(dir, 0);
    settings = new LimitSettings(100, 0);
    links = List.of(StandaloneRedis.to(redis.uri(), Rig.PATIENCE), StandaloneRedis.to(redis.uri(), HASTY));
    link = links.getFirst().link();
    hasty = links.getLast().link();
    window = new RedisWindow(settings, link);
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
    await()
        .until(
            () ->
                !window
                    .take(PermitRequest.one("first", "::1"))
                    .toCompletableFuture()
                    .isCompletedExceptionally());
  }

  @AfterEach
  void stop() {
    links.forEach(StandaloneRedis::close);
    client.shutdown();
    redis.close();
  }

  private WindowPermits take(String user, int want) throws Exception {
    return take(window, new PermitRequest(Map.of(user, want), "::1")).of(user);
  }

  private static Shares take(RedisWindow window, PermitRequest demand) throws Exception {
    return answer(window.take(demand).toCompletableFuture());
  }

  private static Shares answer(Future<Shares> asked) throws Exception {
    return asked.get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void grants_what_is_left_and_says_when_more_opens() throws Exception {
    OneWindow.run(
        "ann",
        user -> {
          assertThat(take(user, 60)).isEqualTo(new WindowPermits(60, 0, 40, false));
          WindowPermits second = take(user, 60);
          assertThat(second.granted()).isEqualTo(40);
          assertThat(second.waitMs()).isBetween(1L, 1001L);
          assertThat(take(user, 1).granted()).isZero();
          assertThat(store.zcard("rate:" + user)).isEqualTo(100);
          assertThat(store.pttl("rate:" + user)).isBetween(1L, 1000L);
        });
    take("bea", 100);
    Thread.sleep(1 + take("bea", 100).waitMs());
    assertThat(take("bea", 100).granted()).isPositive();
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
    Shares shares = take(window, new PermitRequest(demand, "::1"));
    demand.forEach(
        (user, want) ->
            assertThat(shares.of(user).granted()).as(user).isEqualTo(Math.min(want, 100)));
  }

  @Test
  void a_redis_that_is_away_or_hangs_is_replaced_by_a_window_of_our_own() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Limiter limiter = new Limiter(settings, hasty, new Meters<>(meters, IngestMetric.class));
    redis.kill();
    take(limiter, "first");
    OneWindow.run(
        "ann",
        user -> {
          double before = meters.counter("ingest.limit.local").count();
          int granted = 0;
          for (int i = 0; i < 150; i++) {
            var taken = limiter.take(PermitRequest.one(user, "::1")).toCompletableFuture();
            assertThat(taken).as("nobody waits").isDone();
            granted += taken.join().next(user).granted() ? 1 : 0;
          }
          assertThat(granted).isEqualTo(100);
          assertThat(meters.counter("ingest.limit.local").count()).isEqualTo(before + 150);
        });
    redis.restart();
    await()
        .atMost(Rig.PATIENCE)
        .until(
            () -> {
              take(limiter, "bob");
              return store.exists("rate:bob") == 1;
            });
  }

  private static void take(Limiter limiter, String user) throws Exception {
    var unused =
        limiter
            .take(PermitRequest.one(user, "::1"))
            .toCompletableFuture()
            .get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void a_place_counts_for_the_user_and_for_its_address_or_for_neither() throws Exception {
    OneWindow.run("", this::takeForUsersAndTheirAddress);
  }

  private void takeForUsersAndTheirAddress(String run) throws Exception {
    store.flushall();
    RedisWindow both = new RedisWindow(new LimitSettings(3, 5), link);
    Map<String, Integer> demand = new LinkedHashMap<>();
    demand.put("ann", 4);
    demand.put("bob", 3);
    demand.put("cid", 1);
    Shares shares = take(both, new PermitRequest(demand, "10.0.0.7"));
    assertThat(shares.of("ann").granted()).isEqualTo(3);
    assertThat(shares.of("ann").byAddress()).isFalse();
    assertThat(shares.of("bob").granted()).isEqualTo(2);
    assertThat(shares.of("bob").byAddress()).isTrue();
    assertThat(shares.of("bob").waitMs()).isBetween(1L, 1001L);
    assertThat(shares.of("cid").granted()).isZero();
    assertThat(shares.leftToAddress()).isZero();
    assertThat(store.zcard("rate-ip:10.0.0.7")).isEqualTo(5);
    assertThat(store.zcard("rate:bob")).isEqualTo(2);
    assertThat(store.exists("rate:cid")).isZero();
    assertThat(store.pttl("rate-ip:10.0.0.7")).isBetween(1L, 1000L);
    assertThat(take(both, PermitRequest.one("cid", "10.0.0.8")).of("cid").granted()).isEqualTo(1);
  }

  @Test
  void requests_that_gather_get_each_its_own_answer() throws Exception {
    OneWindow.run("", this::askThreeThousandTimesAtOnce);
  }

  private void askThreeThousandTimesAtOnce(String run) throws Exception {
    store.flushall();
    Map<String, List<Future<Shares>>> asked = new LinkedHashMap<>();
    for (int i = 0; i < 3000; i++) {
      String user = "u" + i % 7;
      PermitRequest demand =
          i % 10 == 0 ? new PermitRequest(Map.of(user, 3, "only" + i, 2), "::1") : PermitRequest.one(user, "::1");
      asked
          .computeIfAbsent(user, u -> new ArrayList<>())
          .add(window.take(demand).toCompletableFuture());
      if (i % 10 == 0) {
        asked.put("only" + i, List.of(asked.get(user).getLast()));
      }
    }
    for (Map.Entry<String, List<Future<Shares>>> of : asked.entrySet()) {
      int left = 100;
      for (Future<Shares> answer : of.getValue()) {
        WindowPermits share = answer(answer).of(of.getKey());
        assertThat(share.left()).as(of.getKey()).isEqualTo(left - share.granted());
        left = share.left();
      }
      assertThat(store.zcard("rate:" + of.getKey())).isEqualTo(100 - left);
      assertThat(left).isEqualTo(of.getKey().startsWith("u") ? 0 : 98);
    }
  }

  @Test
  void requests_that_gather_take_from_the_window_of_their_own_address() throws Exception {
    OneWindow.run("", this::askFromFourAddressesAtOnce);
  }

  private void askFromFourAddressesAtOnce(String run) throws Exception {
    store.flushall();
    RedisWindow both = new RedisWindow(new LimitSettings(100, 5), link);
    List<Future<Shares>> asked = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      asked.add(both.take(PermitRequest.one("u" + i, "10.0.0." + i / 2 % 4)).toCompletableFuture());
    }
    int[] granted = new int[4];
    for (int i = 0; i < 40; i++) {
      granted[i / 2 % 4] += answer(asked.get(i)).of("u" + i).granted();
    }
    assertThat(granted).containsOnly(5);
  }

  @Test
  void one_call_is_awaited_and_the_rest_leaves_together() throws Exception {
    long before = calls();
    long begun = System.nanoTime();
    List<Future<Shares>> asked = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      asked.add(window.take(PermitRequest.one("u" + i, "::1")).toCompletableFuture());
    }
    assertCallsKeepTheirDistance(asked, before, begun);
  }

  @Test
  void questions_that_come_one_by_one_share_calls_that_keep_a_distance() throws Exception {
    long before = calls();
    long begun = System.nanoTime();
    List<Future<Shares>> asked = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      asked.add(window.take(PermitRequest.one("u" + i, "::1")).toCompletableFuture());
      LockSupport.parkNanos(500_000);
    }
    assertCallsKeepTheirDistance(asked, before, begun);
  }

  private void assertCallsKeepTheirDistance(List<Future<Shares>> asked, long before, long begun)
      throws Exception {
    for (Future<Shares> one : asked) {
      answer(one);
    }
    long distances = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 2;
    assertThat(calls() - before).isLessThanOrEqualTo(distances + 2 * asked.size() / 24 + 2);
  }

  @Test
  void nobody_gathers_behind_the_one_who_tries_a_redis_that_hangs() throws Exception {
    RedisWindow window = new RedisWindow(settings, hasty);
    await()
        .atMost(Rig.PATIENCE)
        .ignoreExceptions()
        .until(() -> take(window, PermitRequest.one("ann", "::1")).of("ann").granted() == 1);
    redis.signal("STOP");
    try {
      long begun = System.nanoTime();
      var first = window.take(PermitRequest.one("ann", "::1")).toCompletableFuture();
      var behind = window.take(PermitRequest.one("bob", "::1")).toCompletableFuture();
      await().atMost(Rig.PATIENCE).until(first::isDone);
      long firstTook = System.nanoTime() - begun;
      await().atMost(Rig.PATIENCE).until(behind::isDone);
      assertThat(behind).isCompletedExceptionally();
      long behindTook = System.nanoTime() - begun - firstTook;
      assertThat(behindTook).as("it does not try in its turn").isLessThan(firstTook / 2);
      Thread.sleep(1100); // one call a second tries
      begun = System.nanoTime();
      var tries = window.take(PermitRequest.one("ann", "::1")).toCompletableFuture();
      int waiting = 0;
      for (int i = 0; i < 100; i++) {
        var other = window.take(PermitRequest.one("bob", "::1")).toCompletableFuture();
        waiting += other.isCompletedExceptionally() ? 0 : 1;
      }
      boolean done = tries.isDone();
      long took = System.nanoTime() - begun;
      assertThat(done && took < HASTY.toNanos()).as("it waits for Redis").isFalse();
      assertThat(waiting).as("others do not").isLessThanOrEqualTo((int) (took / 1_000_000_000));
    } finally {
      redis.signal("CONT");
    }
    await()
        .atMost(Rig.PATIENCE)
        .ignoreExceptions()
        .until(() -> take(window, PermitRequest.one("cid", "::1")).of("cid").granted() == 1);
    assertThat(take(window, PermitRequest.one("cid", "::1")).of("cid").granted()).isEqualTo(1);
  }

  private long calls() {
    return store
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:calls="))
        .mapToLong(line -> Long.parseLong(line.split("[=,]")[1]))
        .sum();
  }
}
