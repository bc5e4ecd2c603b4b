package io.eventpipeline.ingest.limit;

import static io.eventpipeline.ingest.limit.LimitRedis.get;
import static io.eventpipeline.ingest.limit.LimitRedis.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.OneWindow;
import io.eventpipeline.ingest.Rig;
import io.lettuce.core.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisWindowIT {
  private static final LimitSettings USERS_ONLY = new LimitSettings(100, 0);

  @TempDir static Path dir;
  static LimitRedis rig;
  private RedisWindow window;

  @BeforeAll
  static void start() {
    rig = new LimitRedis(dir);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void clear() {
    window = new RedisWindow(100, rig.patient.link(), rig.spaces);
    await().atMost(Rig.PATIENCE).until(rig.patient.link()::isWell);
    rig.store.flushall();
  }

  private WindowPermits take(String user, int want) throws Exception {
    return take(window, user, want);
  }

  private static WindowPermits take(RedisWindow window, String user, int want) throws Exception {
    return get(window.take(Map.of(user, want))).get(user);
  }

  private static CompletableFuture<Map<String, WindowPermits>> ask(
      RedisWindow window, String user) {
    return window.take(Map.of(user, 1)).toCompletableFuture();
  }

  @Test
  void grants_what_is_left_and_says_when_more_opens() throws Exception {
    OneWindow.run(
        "ann",
        user -> {
          assertThat(take(user, 60)).isEqualTo(new WindowPermits(60, 0, 40));
          WindowPermits second = take(user, 60);
          assertThat(second.granted()).isEqualTo(40);
          assertThat(second.waitMs()).isBetween(1L, 1001L);
          assertThat(take(user, 1).granted()).isZero();
          assertThat(rig.store.zcard("rate:" + user)).isEqualTo(100);
          assertThat(rig.store.pttl("rate:" + user)).isBetween(1L, 1000L);
        });
    take("bea", 100);
    Thread.sleep(1 + take("bea", 100).waitMs());
    assertThat(take("bea", 100).granted()).isPositive();
  }

  @Test
  void scores_from_the_future_are_dropped_when_they_would_count() throws Exception {
    for (int i = 0; i < 100; i++) {
      rig.store.zadd("rate:ann", System.currentTimeMillis() + 3_600_000, "f" + i);
    }
    assertThat(take("ann", 1).granted()).isEqualTo(1);
    Range<Double> future = Range.create(System.currentTimeMillis() + 10_000.0, 1e18);
    assertThat(rig.store.zcount("rate:ann", future)).isZero();
  }

  @Test
  void many_users_go_in_one_call_and_a_forgotten_script_is_sent_again() throws Exception {
    rig.store.scriptFlush();
    Map<String, Integer> wanted = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      wanted.put("user " + i + " ünï{code}", i % 150 + 1);
    }
    Map<String, WindowPermits> taken = get(window.take(wanted));
    wanted.forEach(
        (user, want) ->
            assertThat(taken.get(user).granted()).as(user).isEqualTo(Math.min(want, 100)));
  }

  @Test
  void each_process_counts_alone_while_redis_is_away() throws Exception {
    Limiter limiter = rig.limiter(USERS_ONLY, rig.hasty);
    rig.redis.kill();
    take(limiter, "first");
    OneWindow.run("ann", user -> takeMoreThanTheLimit(limiter, user));
    rig.redis.restart();
    await()
        .atMost(Rig.PATIENCE)
        .ignoreExceptions() // a node of a cluster takes a while to be ready
        .until(
            () -> {
              take(limiter, "bob");
              return rig.store.exists("rate:bob") == 1;
            });
  }

  private void takeMoreThanTheLimit(Limiter limiter, String user) {
    double before = rig.meters.counter("ingest.limit.local").count();
    int granted = 0;
    for (int i = 0; i < 150; i++) {
      var taken = limiter.take(new PermitRequest(Map.of(user, 1), "::1")).toCompletableFuture();
      assertThat(taken).as("nobody waits").isDone();
      granted += granted(taken.join(), user, 1);
    }
    assertThat(granted).isEqualTo(100);
    assertThat(rig.meters.counter("ingest.limit.local").count()).isEqualTo(before + 150);
  }

  private static void take(Limiter limiter, String user) throws Exception {
    var unused = get(limiter.take(new PermitRequest(Map.of(user, 1), "::1")));
  }

  @Test
  void requests_that_share_a_call_get_each_its_own_answer() throws Exception {
    OneWindow.run("", this::askThreeThousandTimesAtOnce);
  }

  private void askThreeThousandTimesAtOnce(String run) throws Exception {
    rig.store.flushall();
    Map<String, List<CompletionStage<Map<String, WindowPermits>>>> asked = new LinkedHashMap<>();
    for (int i = 0; i < 3000; i++) {
      String user = "u" + i % 7;
      boolean isLarge = i % 10 == 0;
      var answer = window.take(isLarge ? Map.of(user, 3, "only" + i, 2) : Map.of(user, 1));
      asked.computeIfAbsent(user, u -> new ArrayList<>()).add(answer);
      if (isLarge) {
        asked.put("only" + i, List.of(answer));
      }
    }
    for (String user : asked.keySet()) {
      int left = 100;
      for (CompletionStage<Map<String, WindowPermits>> answer : asked.get(user)) {
        WindowPermits permits = get(answer).get(user);
        assertThat(permits.left()).as(user).isEqualTo(left - permits.granted());
        left = permits.left();
      }
      assertThat(rig.store.zcard("rate:" + user)).isEqualTo(100 - left);
      assertThat(left).isEqualTo(user.startsWith("u") ? 0 : 98);
    }
  }

  @Test
  void one_call_is_awaited_and_the_rest_leaves_together() throws Exception {
    assertCallsKeepTheirDistance(1000, Duration.ZERO);
  }

  @Test
  void requests_that_come_one_by_one_share_calls_that_keep_a_distance() throws Exception {
    assertCallsKeepTheirDistance(200, Duration.ofNanos(500_000));
  }

  private void assertCallsKeepTheirDistance(int requests, Duration pause) throws Exception {
    long before = rig.calls();
    long begun = System.nanoTime();
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      asked.add(ask(window, "u" + i));
      if (pause.isPositive()) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
    for (CompletableFuture<?> one : asked) {
      get(one);
    }
    long distances = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 2;
    assertThat(rig.calls() - before).isLessThanOrEqualTo(distances + 2 * requests / 24 + 2);
  }

  @Test
  void nobody_queues_behind_the_one_who_tries_a_redis_that_hangs() throws Exception {
    RedisWindow hasty = new RedisWindow(100, rig.hasty.link(), rig.spaces);
    awaitGrant(hasty, "ann");
    rig.redis.signal("STOP");
    try {
      assertFollowersFailWithTheFirst(hasty);
      Thread.sleep(1100); // one call a second tries
      assertOnlyOneWaits(hasty);
    } finally {
      rig.redis.signal("CONT");
    }
    awaitGrant(hasty, "cid");
    assertThat(take(hasty, "cid", 1).granted()).isEqualTo(1);
  }

  private static void awaitGrant(RedisWindow window, String user) {
    await()
        .atMost(Rig.PATIENCE)
        .ignoreExceptions()
        .until(() -> take(window, user, 1).granted() == 1);
  }

  private static void assertFollowersFailWithTheFirst(RedisWindow window) {
    long begun = System.nanoTime();
    var first = ask(window, "ann");
    var behind = ask(window, "bob");
    await().atMost(Rig.PATIENCE).until(first::isDone);
    long firstTook = System.nanoTime() - begun;
    await().atMost(Rig.PATIENCE).until(behind::isDone);
    assertThat(behind).isCompletedExceptionally();
    long behindTook = System.nanoTime() - begun - firstTook;
    assertThat(behindTook).as("it does not try in its turn").isLessThan(firstTook / 2);
  }

  private static void assertOnlyOneWaits(RedisWindow window) {
    long begun = System.nanoTime();
    var tries = ask(window, "ann");
    int waiting = 0;
    for (int i = 0; i < 100; i++) {
      waiting += ask(window, "bob").isCompletedExceptionally() ? 0 : 1;
    }
    boolean done = tries.isDone();
    long took = System.nanoTime() - begun;
    assertThat(done && took < LimitRedis.HASTY.toNanos()).as("it waits for Redis").isFalse();
    assertThat(waiting).as("others do not").isLessThanOrEqualTo((int) (took / 1_000_000_000));
  }
}
