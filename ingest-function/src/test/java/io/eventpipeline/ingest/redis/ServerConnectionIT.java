package io.eventpipeline.ingest.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.Rig;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.TcpProxy;
import io.eventpipeline.runtime.observe.LogRecorder;
import io.eventpipeline.runtime.redis.LuaScript;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that responds but refuses commands. */
class ServerConnectionIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration LIFE = Duration.ofMinutes(1);

  @TempDir Path dir;

  /** What other tests of this process left running may warn as well. */
  private final LogRecorder log = LogRecorder.of(FailFastRedis.class);

  private LocalRedis redis;
  private TcpProxy wire;
  private final List<StandaloneRedis> links = new ArrayList<>();
  private FailFastRedis link;

  @BeforeEach
  void start() {
    redis = LocalRedis.start(dir.resolve("one"), 0);
    wire = new TcpProxy(redis.port());
    link = link();
    await().atMost(SOON).until(link::isWell);
  }

  @AfterEach
  void stop() {
    log.close();
    links.forEach(StandaloneRedis::close);
    wire.close();
    redis.close();
  }

  private FailFastRedis link() {
    StandaloneRedis made =
        StandaloneRedis.to("redis://127.0.0.1:" + wire.port(), Duration.ofSeconds(1));
    links.add(made);
    return made.link();
  }

  private LocalRedis another(String... options) {
    return LocalRedis.start(dir.resolve("two"), 0, options);
  }

  private boolean isSet(String key) {
    try {
      return link.set(key, "1", LIFE).toCompletableFuture().get(1, TimeUnit.MINUTES) != null;
    } catch (ExecutionException refused) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void tell(LocalRedis redis, Consumer<RedisCommands<String, String>> commands) {
    RedisClient client = RedisClient.create(redis.uri());
    try (var connection = client.connect()) {
      commands.accept(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** The ids of the API's own connections. */
  private String connections() {
    StringBuilder ids = new StringBuilder();
    tell(
        redis,
        commands ->
            commands
                .clientList()
                .lines()
                .filter(line -> line.contains("name=event-ingest"))
                .forEach(line -> ids.append(line.split(" ", 2)[0])));
    return ids.toString();
  }

  @Test
  void a_demoted_primary_is_left_for_the_one_that_the_address_leads_to() {
    try (LocalRedis promoted = another()) {
      wire.leadNewTo(promoted.port());
      tell(redis, commands -> commands.replicaof("127.0.0.1", promoted.port()));
      await().atMost(SOON).until(() -> isSet("idem:moved"));
      tell(promoted, commands -> assertThat(commands.exists("idem:moved")).isOne());
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().getFirst())
          .contains(
              "127.0.0.1:" + wire.port(), "it is a replica", "Events are accepted without it");
      await().atMost(SOON).until(() -> link.isWell() && link.trouble().isEmpty());
    }
  }

  @Test
  void a_connection_that_heals_to_a_replica_is_not_used() {
    try (LocalRedis replica = another()) {
      tell(replica, commands -> commands.replicaof("127.0.0.1", redis.port()));
      wire.leadTo(replica.port());
      await().atMost(SOON).until(() -> link.trouble().contains("it is a replica"));
      assertThat(link.isWell()).isFalse();
      wire.leadTo(redis.port());
      await().atMost(SOON).until(() -> link.isWell() && link.trouble().isEmpty());
      assertThat(isSet("idem:back")).isTrue();
    }
  }

  @Test
  void a_full_memory_leaves_the_connection_for_what_only_reads() throws Exception {
    tell(redis, commands -> commands.hset("event:e", "status", "processed"));
    tell(redis, commands -> commands.configSet("maxmemory", "1"));
    String connections = connections();
    assertThat(isSet("idem:full")).isFalse();
    assertThat(link.trouble()).contains("its memory is full");
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> link.hash("event:e").toCompletableFuture().get().size() == 1);
    assertThat(connections()).isEqualTo(connections);
    tell(redis, commands -> commands.configSet("maxmemory", "0"));
    await().atMost(SOON).until(() -> isSet("idem:full"));
    await().atMost(SOON).until(() -> link.trouble().isEmpty());
  }

  @Test
  void a_key_of_another_type_is_no_reason_to_do_without_redis() {
    LuaScript script = LuaScript.beside(ServerConnectionIT.class, "increment");
    String[] key = {"rate:ann"};
    tell(redis, commands -> commands.lpush(key[0], "no number"));
    for (int i = 0; i < 10; i++) {
      assertThat(link.run(script, key, new String[0])).failsWithin(SOON);
      assertThat(link.isWell()).isTrue();
      assertThat(link.trouble()).isEmpty();
    }
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void a_process_started_with_a_cluster_is_not_ready_and_says_why() {
    try (LocalRedis node = another("--cluster-enabled", "yes");
        EmbeddedServer server =
            ApplicationContext.run(
                EmbeddedServer.class,
                Map.of(
                    "micronaut.server.port",
                    -1,
                    "redis.uri",
                    node.uri(),
                    "kafka.health.enabled",
                    false))) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                HttpResponse<String> ready = Rig.get(server, "/health/readiness");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("it is a node of a Redis Cluster");
              });
      assertThat(Rig.get(server, "/health/liveness").statusCode()).isEqualTo(200);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(log.warnings())
                      .filteredOn(line -> line.contains("Redis Cluster"))
                      .hasSize(1));
    }
  }

  @Test
  void a_process_that_had_a_good_server_stays_ready() {
    try (LocalRedis node = another("--cluster-enabled", "yes")) {
      wire.leadTo(node.port());
      await().atMost(SOON).until(() -> link.trouble().contains("it is a node of a Redis Cluster"));
      assertThat(link.isMisled()).isFalse();
    }
  }

  @Test
  void a_link_that_is_closed_says_nothing_of_it() {
    link.close();
    assertThat(isSet("idem:late")).isFalse();
    await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> log.warnings().isEmpty());
    link = link();
  }
}
