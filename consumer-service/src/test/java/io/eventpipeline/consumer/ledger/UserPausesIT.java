package io.eventpipeline.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.pause.PauseScripts;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.window.WindowSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of pauses, and those that show operators who waits, on a real Redis. */
class UserPausesIT {
  private static final long MINUTE = 60_000;
  private static final String USER = "ann ünï{x}\n😀";

  @TempDir static Path dir;
  static LocalRedis redis;
  static RedisClient client;
  static RedisCommands<String, String> store;
  static LedgerConnection link;
  static RedisLedger ledger;
  static UserPauses pauses;
  static OperatorView view;

  @BeforeAll
  static void start() {
    redis = LocalRedis.start(dir, 0);
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
    Meters<ConsumerMetric> meters = new Meters<>(new SimpleMeterRegistry(), ConsumerMetric.class);
    link =
        new LedgerConnection(
            new RedisSettings(new Secret(redis.uri()), Duration.ofSeconds(1)),
            RedisClient.create(redis.uri()),
            meters);
    link.start(
        new LedgerConnection.Listener() {
          @Override
          public void connected(RedisServerInfo server) {}

          @Override
          public void disconnected() {}
        });
    KeySpaces spaces = new KeySpaces();
    ledger =
        new RedisLedger(
            link,
            spaces,
            new SettleSettings(
                new LedgerSettings(Duration.ofHours(24), Duration.ZERO),
                new OrderSettings(Duration.ofSeconds(5), 1000, 1000, 1_000_000, ""),
                new WindowLogSettings("false"),
                new WindowSettings(Duration.ofMinutes(30)),
                new EmissionRules(List.of(), meters)));
    pauses = new UserPauses(ledger, link, spaces);
    view = new OperatorView(ledger, spaces);
    await().atMost(LedgerRig.SOON).until(link::isUp);
  }

  @AfterAll
  static void stop() {
    link.close();
    client.shutdown();
    redis.close();
  }

  @BeforeEach
  void empty() {
    store.flushall();
    store.scriptFlush();
  }

  private static <T> T given(CompletionStage<ScriptResult<T>> asked) throws Exception {
    ScriptResult<T> answer = answer(asked);
    assertThat(answer).isInstanceOf(ScriptResult.Given.class);
    return ((ScriptResult.Given<T>) answer).value();
  }

  private static <T> T answer(CompletionStage<T> asked) throws Exception {
    link.flush();
    return asked.toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private static long pause(String user, long ms, int most) {
    return run(
        PauseScripts.PAUSE, user, user, Long.toString(ms), "op", "why", Integer.toString(most));
  }

  private static long unpause(String user, String until, String why) {
    return run(PauseScripts.UNPAUSE, user, user, until, why);
  }

  private static long run(LuaScript script, String user, String... args) {
    return store.<Long>eval(
        script.source(), ScriptOutputType.INTEGER, new String[] {"paused", "pause:" + user}, args);
  }

  private static List<String> paused() throws Exception {
    return given(pauses.read()).stream().map(PausedUser::user).toList();
  }

  @Test
  void nobody_is_paused_at_first() throws Exception {
    assertThat(paused()).isEmpty();
  }

  @Test
  void a_pause_names_its_user_and_its_end() throws Exception {
    long until = pause(USER, MINUTE, 3);
    assertThat(given(pauses.read()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.user()).isEqualTo(USER);
              assertThat(one.until()).isEqualTo(until);
              assertThat(one.msLeft()).isBetween(1L, MINUTE);
            });
    assertThat(store.hgetall("pause:" + USER))
        .containsOnlyKeys("by", "why", "since", "until")
        .containsEntry("by", "op")
        .containsEntry("until", Long.toString(until));
    assertThat(store.pttl("pause:" + USER)).isBetween(86_400_000L, 86_400_000L + MINUTE);
  }

  @Test
  void a_second_pause_moves_the_end() {
    long first = pause("users", MINUTE, 1);
    assertThat(pause("users", 2 * MINUTE, 1)).isGreaterThan(first);
  }

  @Test
  void a_pause_lasts_a_day_at_most() throws Exception {
    pause("list", 30L * 86_400_000, 3);
    assertThat(given(pauses.read()).getFirst().msLeft()).isBetween(86_300_000L, 86_400_000L);
  }

  @Test
  void too_many_pauses_are_refused_until_one_has_ended() throws Exception {
    pause("list", MINUTE, 2);
    pause("users", 1, 2);
    await().atMost(LedgerRig.SOON).until(() -> !paused().contains("users"));
    assertThat(pause("ann", MINUTE, 2)).as("an ended one takes no room").isPositive();
    assertThat(pause("bob", MINUTE, 2)).isEqualTo(-1);
    assertThat(paused()).containsExactlyInAnyOrder("list", "ann");
  }

  @Test
  void a_consumer_ends_only_the_pause_that_it_saw() throws Exception {
    pause("ann", MINUTE, 3);
    PausedUser seen = given(pauses.read()).getFirst();
    pause("ann", 2 * MINUTE, 3);
    assertThat(answer(pauses.end(seen, "bound: b"))).isFalse();
    assertThat(paused()).containsExactly("ann");
    PausedUser now = given(pauses.read()).getFirst();
    assertThat(answer(pauses.end(now, "bound: b"))).isTrue();
    assertThat(paused()).isEmpty();
    assertThat(store.hget("pause:ann", "ended")).isEqualTo("bound: b");
    assertThat(answer(pauses.end(now, "bound: b"))).isFalse();
  }

  @Test
  void an_operator_ends_any_pause() throws Exception {
    pause("ann", MINUTE, 3);
    assertThat(unpause("ann", "", "op2")).isEqualTo(1);
    assertThat(unpause("ann", "", "op2")).isZero();
    assertThat(paused()).isEmpty();
    assertThat(store.hget("pause:ann", "ended")).isEqualTo("op2");
  }

  @Test
  void the_end_of_a_pause_leaves_no_hash_that_never_expires() {
    pause("ann", MINUTE, 3);
    store.del("pause:ann");
    assertThat(unpause("ann", "", "op")).isEqualTo(1);
    assertThat(store.exists("pause:ann")).isZero();
  }

  @Test
  void a_foreign_key_is_told_from_no_answer() throws Exception {
    store.set("paused", "x");
    assertThat(answer(pauses.read())).isInstanceOf(ScriptResult.Refused.class);
  }

  @Test
  void who_waits_is_shown_in_place_of_who_waited() throws Exception {
    Ownership owner = given(ledger.take("events", 0, ""));
    store.set("inflight:e", "events:1 5 7 1");
    List<ShownUser> many = new ArrayList<>();
    for (int i = 0; i < 199; i++) {
      many.add(new ShownUser("user" + i, "{\"why\":\"gap\",\"since\":1763700000123}", null));
    }
    many.add(new ShownUser("held", "{\"why\":\"lease\"}", "e"));
    many.add(new ShownUser("free", "{\"why\":\"lease\"}", "gone"));
    given(view.show(owner, many));
    assertThat(store.hlen("lanes:events:0")).isEqualTo(201);
    assertThat(store.hget("lanes:events:0", "user7"))
        .isEqualTo("{\"why\":\"gap\",\"since\":1763700000123}");
    assertThat(store.hget("lanes:events:0", "held"))
        .isEqualTo("{\"why\":\"lease\",\"heldBy\":\"events:1 5 7 1\"}");
    assertThat(store.hget("lanes:events:0", "free"))
        .isEqualTo("{\"why\":\"lease\",\"heldBy\":\"\"}");
    assertThat(store.pttl("lanes:events:0")).isBetween(1L, 10_000L);

    given(view.show(owner, List.of(new ShownUser("list", "{}", null))));
    assertThat(store.hgetall("lanes:events:0")).isEqualTo(Map.of("list", "{}"));
    given(view.show(owner, List.of()));
    assertThat(store.exists("lanes:events:0")).isZero();
  }

  @Test
  void an_earlier_owner_shows_nothing() throws Exception {
    Ownership zombie = given(ledger.take("events", 0, ""));
    Ownership owner = given(ledger.take("events", 0, ""));
    given(view.show(owner, List.of(new ShownUser("ann", "{}", null))));
    assertThat(answer(view.show(zombie, List.of()))).isInstanceOf(ScriptResult.Fenced.class);
    assertThat(store.hkeys("lanes:events:0")).containsExactly("ann");
  }

  @Test
  void a_heartbeat_replaces_the_last_one_and_ends_by_itself() throws Exception {
    given(view.beat("c1", Map.of("lag", "1", "topic", "events")));
    given(view.beat("c1", Map.of("lag", "2")));
    assertThat(store.hgetall("consumer:c1")).isEqualTo(Map.of("lag", "2"));
    assertThat(store.pttl("consumer:c1")).isBetween(1L, 10_000L);
  }

  @Test
  void consumers_are_listed_until_they_are_silent_for_ten_seconds() throws Exception {
    store.zadd("consumers", 1, "dead");
    given(view.beat("c1", Map.of("lag", "1")));
    given(view.beat("c2", Map.of("lag", "1")));
    assertThat(store.zrange("consumers", 0, -1)).containsExactlyInAnyOrder("c1", "c2");
    assertThat(store.pttl("consumers")).isBetween(1L, 10_000L);
  }
}
