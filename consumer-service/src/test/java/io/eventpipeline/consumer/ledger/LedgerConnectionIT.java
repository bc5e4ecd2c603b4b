package io.eventpipeline.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.Bounds;
import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.TcpProxy;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.observe.LogRecorder;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.window.WindowSettings;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers and refuses. */
class LedgerConnectionIT {
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path dir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LogRecorder log = LogRecorder.ofAll();
  private LocalRedis redis;
  private TcpProxy wire;
  private RedisClient linked;
  private LedgerConnection link;
  private RedisLedger ledger;

  @AfterEach
  void stop() {
    log.close();
    if (link != null) {
      link.close();
      linked.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    if (wire != null) {
      wire.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  private void start(String... options) {
    redis = LocalRedis.start(dir.resolve("one"), 0, options);
    wire = new TcpProxy(redis.port());
    connect("redis://127.0.0.1:" + wire.port());
  }

  private void connect(String uri) {
    linked = RedisClient.create(uri);
    link =
        new LedgerConnection(
            new RedisSettings(new Secret(uri), TIMEOUT),
            linked,
            new Meters<>(meters, ConsumerMetric.class));
    ledger =
        new RedisLedger(
            link,
            new KeySpaces(),
            new SettleSettings(
                new LedgerSettings(Duration.ofHours(24), Duration.ZERO),
                Bounds.of(Duration.ofSeconds(5), 1000),
                new WindowLogSettings("false"),
                new WindowSettings(Duration.ofMinutes(30)),
                new EmissionRules(List.of(), new Meters<>(meters, ConsumerMetric.class))));
    link.start(
        new LedgerConnection.Listener() {
          @Override
          public void connected(RedisServerInfo server) {}

          @Override
          public void disconnected() {}
        });
  }

  /** What the link warns of. What other tests of this process left running may warn as well. */
  private List<String> warnings() {
    return log.lines().stream()
        .filter(line -> line.getLoggerName().equals(LedgerConnection.class.getName()))
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private void awaitUp() {
    await().atMost(SOON).until(link::isUp);
  }

  private double shown() {
    return meters.get("consumer.redis.up").gauge().value();
  }

  private ScriptResult<Ownership> take() {
    var asked = ledger.take("events", 0, "").toCompletableFuture();
    link.flush();
    return asked.orTimeout(SOON.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void tell(String uri, Consumer<RedisCommands<String, String>> commands) {
    RedisClient client = RedisClient.create(uri);
    try (var connection = client.connect()) {
      commands.accept(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Test
  void a_demoted_primary_is_left_for_the_one_that_the_address_leads_to() {
    start();
    awaitUp();
    try (LocalRedis promoted = LocalRedis.start(dir.resolve("two"), 0)) {
      wire.leadNewTo(promoted.port());
      tell(redis.uri(), commands -> commands.replicaof("127.0.0.1", promoted.port()));
      List<CompletableFuture<ScriptResult<Ownership>>> asked =
          List.of(0, 1, 2).stream()
              .map(partition -> ledger.take("events", partition, "").toCompletableFuture())
              .toList();
      link.flush();
      assertThat(asked).allSatisfy(one -> assertThat(one).succeedsWithin(SOON));
      await().atMost(SOON).until(() -> take() instanceof ScriptResult.Given<Ownership>);
      awaitUp();
      tell(promoted.uri(), commands -> assertThat(commands.exists("owner:events:0")).isOne());
      assertThat(warnings()).hasSize(1);
      assertThat(warnings().getFirst())
          .contains("127.0.0.1:" + wire.port(), "it is a replica", "READONLY", "none is lost");
    }
  }

  @Test
  void a_primary_that_is_demoted_while_there_is_nothing_to_do_is_found_out() {
    start();
    awaitUp();
    assertThat(shown()).isOne();
    tell(redis.uri(), commands -> commands.replicaof("127.0.0.1", 1));
    await()
        .atMost(SOON)
        .until(
            () -> {
              link.watch();
              return link.trouble().contains("replica");
            });
    assertThat(link.isUp()).isFalse();
    assertThat(shown()).isZero();
    tell(redis.uri(), commands -> commands.replicaofNoOne());
    awaitUp();
    assertThat(shown()).isOne();
    assertThat(take()).isInstanceOf(ScriptResult.Given.class);
  }

  /** The settings make a primary refuse all that writes. */
  @ParameterizedTest
  @CsvSource({
    "maxmemory, 1, 0, its memory is full",
    "min-replicas-to-write, 1, 0, fewer replicas",
    "requirepass, secret, '', user and password",
  })
  void a_primary_that_refuses_writes_is_not_up_until_it_takes_them(
      String setting, String bad, String good, String why) {
    start();
    awaitUp();
    RedisClient client = RedisClient.create(redis.uri());
    try (var connection = client.connect()) {
      connection.sync().configSet(setting, bad);
      wire.cut(); // for a password is asked of new connections only
      await()
          .atMost(SOON)
          .until(
              () -> {
                assertThat(take()).isNotInstanceOf(ScriptResult.Refused.class);
                return !link.isUp() && link.trouble().contains(why);
              });
      assertThat(shown()).isZero();
      connection.sync().configSet(setting, good);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    awaitUp();
    assertThat(take()).isInstanceOf(ScriptResult.Given.class);
    assertThat(warnings()).filteredOn(line -> line.contains(why)).hasSize(1);
  }

  @Test
  void a_full_memory_is_noticed_on_the_connection_that_stays() {
    start();
    awaitUp();
    tell(redis.uri(), commands -> commands.configSet("maxmemory", "1"));
    await().atMost(SOON).until(() -> take() instanceof ScriptResult.Missing && !link.isUp());
    assertThat(link.trouble()).contains("its memory is full", "OOM");
    tell(redis.uri(), commands -> commands.configSet("maxmemory", "0"));
    assertThat(take()).isInstanceOf(ScriptResult.Given.class);
    awaitUp();
  }

  @Test
  void what_is_refused_of_one_key_leaves_the_link_up() {
    start();
    awaitUp();
    tell(redis.uri(), commands -> commands.lpush("owner:events:0", "no string"));
    assertThat(take()).isInstanceOf(ScriptResult.Refused.class);
    assertThat(link.isUp()).isTrue();
    assertThat(link.trouble()).isEmpty();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_user_without_permission_is_named_as_the_reason() {
    redis = LocalRedis.start(dir.resolve("one"), 0);
    tell(
        redis.uri(),
        commands ->
            commands.aclSetuser(
                "narrow",
                AclSetuserArgs.Builder.on()
                    .addPassword("secret")
                    .allKeys()
                    .allCommands()
                    .removeCommand(CommandType.SET)));
    connect("redis://narrow:secret@127.0.0.1:" + redis.port());
    await().atMost(SOON).until(() -> link.trouble().contains("lacks a permission"));
    assertThat(link.isUp()).isFalse();
    await().atMost(SOON).until(() -> !warnings().isEmpty());
    assertThat(log.messages()).noneMatch(line -> line.contains("secret"));
  }

  @Test
  void a_node_of_a_cluster_is_never_up_and_the_reason_is_said_once() {
    start("--cluster-enabled", "yes");
    await().atMost(SOON).until(() -> link.trouble().contains("Redis Cluster"));
    await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !link.isUp());
    assertThat(shown()).isZero();
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().getFirst()).contains("Redis Cluster, which is not supported");
  }

  @Test
  void a_server_that_is_not_there_is_named_without_its_password() {
    redis = LocalRedis.start(dir.resolve("one"), 0);
    redis.kill();
    connect("redis://ann:secret@127.0.0.1:" + redis.port());
    String address = "127.0.0.1:" + redis.port();
    await().atMost(SOON).until(() -> warnings().stream().anyMatch(line -> line.contains(address)));
    assertThat(log.messages()).noneMatch(line -> line.contains("secret"));
    redis.restart();
  }

  @Test
  void a_link_that_is_closed_says_nothing_of_it() {
    start();
    awaitUp();
    link.close();
    assertThat(take()).isInstanceOf(ScriptResult.Missing.class);
    await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> warnings().isEmpty());
  }
}
