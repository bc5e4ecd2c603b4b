package io.eventpipeline.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.observe.LogRecorder;
import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Sessions on a real Redis. What a server refuses is tested in the services. */
class RedisSessionsIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String NO_KEY = "test:";

  @TempDir Path dir;
  private final LogRecorder log = LogRecorder.ofAll();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private LocalRedis redis;
  private RedisCommands<String, String> store;

  @BeforeEach
  void start() {
    redis = LocalRedis.start(dir, 0);
    store = client(redis.uri()).connect().sync();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    redis.close();
    log.close();
  }

  private RedisClient client(String uri) {
    RedisClient client = RedisClient.create(uri);
    open.add(client);
    return client;
  }

  private <S> RedisSessions<S> sessions(String uri, Function<RedisSession, S> setUp) {
    RedisSettings settings = new RedisSettings(new Secret(uri), Duration.ofSeconds(2));
    RedisTrouble trouble =
        new RedisTrouble(
            LoggerFactory.getLogger(RedisSessionsIT.class), settings.address(), "Tests wait");
    RedisSessions<S> sessions = new RedisSessions<>(settings, client(uri), trouble, setUp);
    open.add(sessions);
    sessions.start(server -> heard.add("connected"), () -> heard.add("disconnected"));
    return sessions;
  }

  @Test
  void a_server_that_dies_is_followed_by_another_session() {
    RedisSessions<RedisSession> sessions = sessions(redis.uri(), session -> session);
    await().atMost(SOON).until(sessions::isUp);
    RedisSession first = sessions.current();
    redis.kill();
    await().atMost(SOON).until(() -> sessions.current() == null);
    assertThat(sessions.isUp()).isFalse();
    assertThat(sessions.trouble()).isNotEmpty();
    redis.restart();
    await().atMost(SOON).until(sessions::isUp);

    assertThat(sessions.current()).isNotSameAs(first);
    assertThat(sessions.trouble()).isEmpty();
    await().atMost(SOON).until(() -> heard.size() == 3);
    assertThat(heard).containsExactly("connected", "disconnected", "connected");
    assertThat(log.warnings()).allMatch(line -> line.endsWith("Tests wait"));
  }

  /** Once it does not fail any more, only its last session is connected. */
  @Test
  void a_set_up_that_fails_leaves_no_connection() {
    store.set("ready", "no");
    RedisSessions<String> sessions =
        sessions(
            redis.uri(),
            session -> {
              session.connectAgain();
              String ready = session.await(session.connection().async().get("ready"));
              if (!ready.equals("yes")) {
                throw new IllegalStateException("it is not ready");
              }
              return "set up";
            });
    await().atMost(SOON).until(() -> sessions.trouble().equals("it is not ready"));
    assertThat(sessions.current()).isNull();
    assertThat(heard).isEmpty();
    store.set("ready", "yes");
    await().atMost(SOON).until(sessions::isUp);

    assertThat(sessions.current()).isEqualTo("set up");
    await().atMost(SOON).until(() -> store.clientList().lines().count() == 3);
  }

  @Test
  void a_session_ends_with_its_second_connection() {
    RedisSessions<Long> sessions =
        sessions(redis.uri(), session -> session.await(session.connectAgain().async().clientId()));
    await().atMost(SOON).until(sessions::isUp);
    Long first = sessions.current();
    store.clientKill(KillArgs.Builder.id(first));
    await().atMost(SOON).until(() -> sessions.isUp() && !first.equals(sessions.current()));

    await().atMost(SOON).until(() -> heard.size() == 3);
    assertThat(heard).containsExactly("connected", "disconnected", "connected");
  }

  @Test
  void a_service_that_may_only_read_needs_no_more() {
    store.set("known", "value");
    store.aclSetuser(
        "reader",
        AclSetuserArgs.Builder.on()
            .addPassword("secret")
            .allKeys()
            .addCategory(AclCategory.READ)
            .addCommand(CommandType.INFO));
    String uri = "redis://reader:secret@127.0.0.1:" + redis.port();
    RedisSessions<RedisSession> sessions = sessions(uri, session -> session);
    await().atMost(SOON).until(sessions::isUp);

    RedisSession session = sessions.current();
    assertThat(session.await(session.connection().async().get("known"))).isEqualTo("value");
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void a_server_that_may_evict_is_used_with_a_warning() {
    store.configSet("maxmemory-policy", "allkeys-lru");
    RedisSessions<RedisSession> sessions =
        sessions(
            redis.uri(),
            session -> {
              session.proveWrites(NO_KEY, "what the test writes");
              return session;
            });
    await().atMost(SOON).until(sessions::isUp);

    assertThat(log.warnings())
        .containsExactly(
            "Redis has maxmemory-policy allkeys-lru: it may evict what the test writes; set"
                + " noeviction");
  }

  @Test
  void a_connection_that_is_closed_says_nothing_of_it() {
    RedisSessions<RedisSession> sessions = sessions(redis.uri(), session -> session);
    await().atMost(SOON).until(sessions::isUp);
    sessions.close();
    await().atMost(SOON).until(() -> heard.contains("disconnected"));

    assertThat(sessions.isUp()).isFalse();
    assertThat(log.warnings()).isEmpty();
  }
}
