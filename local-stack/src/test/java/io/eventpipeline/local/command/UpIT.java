package io.eventpipeline.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpIT {
  private static final String UP = "Ctrl-C ends everything";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The password in each URI that is given. */
  private static final String SECRET = "MARK";

  private static @TempDir Path serversDir;
  private static LocalKafka kafka;
  private static LocalPostgres postgres;

  private final int port = FreePort.find();
  private final int consumerPort = FreePort.find();
  private final int pushPort = FreePort.find();
  private final int queryPort = FreePort.find();
  private final int adminPort = FreePort.find();
  private final int adminHealthPort = FreePort.find();
  private final int kafkaPort = FreePort.find();
  private final int redisPort = FreePort.find();
  private final int sqlPort = FreePort.find();
  private @TempDir Path dir;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start(serversDir.resolve("kafka"), 0, Map.of());
    postgres = LocalPostgres.start(serversDir.resolve("postgres"), 0);
  }

  @AfterAll
  static void stop() {
    kafka.close();
    postgres.close();
  }

  @BeforeEach
  void build() throws IOException {
    Checkout.in(dir);
  }

  @Test
  void sigterm_ends_everything_in_order_and_the_data_are_there_again_at_the_next_start()
      throws Exception {
    try (CommandProcess up = up().awaitSaid(UP)) {
      assertThat(inRedis(store -> store.set("kept", "1"))).isEqualTo("OK");
      assertThat(up.children()).hasSize(8);
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
      assertThat(up.output())
          .containsSubsequence(
              "stopping the ingest",
              "stopping the consumer",
              "stopping the push worker",
              "stopping the query service",
              "stopping the dashboard",
              "stopping",
              "stopping",
              "stopping",
              "all stopped")
          .contains("stopping Kafka", "stopping Redis", "stopping PostgreSQL");
      assertThat(up.children()).noneMatch(ProcessHandle::isAlive);
      assertThat(dir.resolve(".pipeline/running.properties")).doesNotExist();
    }
    try (CommandProcess again = up().awaitSaid(UP)) {
      assertThat(inRedis(store -> store.get("kept"))).isEqualTo("1");
      again.process().destroy();
      again.awaitEnd();
    }
    try (CommandProcess fresh = up(concat("--fresh", given())).awaitSaid(UP)) {
      assertThat(inRedis(store -> store.get("kept"))).isNull();
      fresh.process().destroy();
      fresh.awaitEnd();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is no setsid")
  void a_ctrl_c_does_not_reach_the_parts_before_their_turn() throws Exception {
    try (CommandProcess up = CommandProcess.startAsGroup(dir, args()).awaitSaid(UP)) {
      up.interruptGroup();
      assertThat(up.awaitEnd()).as(up::output).isZero();
      assertThat(up.output())
          .containsSubsequence("stopping the ingest", "stopping the consumer", "stopping Kafka")
          .containsSubsequence("stopping the consumer", "stopping Redis");
      assertThat(up.children()).hasSize(8).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void a_signal_while_it_starts_leaves_nothing_behind() throws Exception {
    try (CommandProcess up = up().awaitSaid("starting Kafka")) {
      await().atMost(PATIENCE).until(() -> up.process().descendants().findAny().isPresent());
      List<ProcessHandle> children = up.process().descendants().toList();
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
      await().atMost(PATIENCE).until(() -> children.stream().noneMatch(this::isAlive));
      assertThat(up.output()).doesNotContain("Exception");
    }
  }

  @Test
  void a_second_signal_does_not_wait_for_anyone() throws Exception {
    try (CommandProcess up = up(given()).awaitSaid(UP)) {
      ProcessHandle ingest = up.child("ingest-function");
      for (ProcessHandle child : up.children()) {
        signal("STOP", child); // so that none can end by itself
      }
      up.process().destroy();
      up.awaitSaid("stopping the ingest");
      assertThat(ingest.isAlive()).isTrue();
      up.process().destroy();
      assertThat(up.awaitEnd()).isEqualTo(128 + 15);
      await().atMost(PATIENCE).until(() -> up.children().stream().noneMatch(this::isAlive));
    }
  }

  @Test
  void the_first_signal_after_a_part_has_died_only_says_what_the_next_one_does() throws Exception {
    String again = "press Ctrl-C again to kill everything at once";
    try (CommandProcess up = up(given()).awaitSaid(UP)) {
      ProcessHandle ingest = up.child("ingest-function");
      signal("STOP", ingest); // so that the stop takes long
      up.child("consumer-service").destroyForcibly();
      up.awaitSaid("stopping the ingest");
      assertThat(up.output()).doesNotContain(again);
      up.process().destroy();
      up.awaitSaid(again);
      assertThat(ingest.isAlive()).isTrue();
      signal("CONT", ingest);
      assertThat(up.awaitEnd()).as(up::output).isEqualTo(1);
      assertThat(up.output()).contains("stopping Redis");
    }
  }

  @Test
  void a_part_that_dies_is_named_with_what_it_said_in_this_run_and_the_rest_is_stopped()
      throws Exception {
    Path log = Files.createDirectories(dir.resolve(".pipeline/logs")).resolve("ingest.log");
    Files.writeString(log, "error of the run before\n");
    try (CommandProcess up = up(given()).awaitSaid(UP)) {
      up.child("ingest-function").destroyForcibly();
      assertThat(up.awaitEnd()).isEqualTo(1);
      assertThat(up.output())
          .containsSubsequence("the ingest ended by itself with status 137", "stands in")
          .doesNotContain("the run before");
      assertThat(up.children()).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void what_a_killed_pipeline_left_behind_is_ended_by_the_next_one() throws Exception {
    try (CommandProcess killed = up(given()).awaitSaid(UP)) {
      killed.process().destroyForcibly().waitFor();
      assertThat(killed.children()).hasSize(6).allMatch(ProcessHandle::isAlive);
      try (CommandProcess next = up(given()).awaitSaid(UP)) {
        assertThat(killed.children()).noneMatch(this::isAlive);
        next.process().destroy();
        assertThat(next.awaitEnd()).isZero();
      }
    }
  }

  @Test
  void a_server_that_a_killed_pipeline_was_starting_is_ended_by_the_next_one() throws Exception {
    Path noted = dir.resolve(".pipeline/children");
    try (CommandProcess killed = up("--only", "core").awaitSaid("starting Kafka")) {
      await().atMost(PATIENCE).until(() -> broker(killed).isPresent());
      ProcessHandle broker = broker(killed).orElseThrow();
      try {
        signal("STOP", broker); // so that it does not become ready
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(() -> assertThat(noted).content().contains(" Kafka\n"));
        killed.process().destroyForcibly().waitFor();
        signal("CONT", broker);
        assertThat(broker.isAlive()).isTrue();
        try (CommandProcess next =
            up("--only", "core", "--kafka", brokers()).awaitSaid("starting the ingest")) {
          assertThat(next.output()).contains("stopping Kafka, which a killed pipeline left");
          await().atMost(PATIENCE).until(() -> !broker.isAlive());
          next.process().destroy();
          assertThat(next.awaitEnd()).isZero();
        }
      } finally {
        broker.destroyForcibly();
      }
    }
  }

  private static Optional<ProcessHandle> broker(CommandProcess up) {
    return up.process()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("kafka.Kafka "))
        .findAny();
  }

  @Test
  void a_second_pipeline_on_the_same_folder_is_refused() throws Exception {
    try (CommandProcess first = up(given()).awaitSaid(UP);
        CommandProcess second =
            CommandProcess.start(
                dir, "up", "--port", "" + FreePort.find(), "--consumer-port", "1")) {
      assertRefused(second, "another pipeline runs on", "--data");
      assertThat(first.process().isAlive()).isTrue();
    }
  }

  @Test
  void a_taken_port_is_refused_and_nothing_is_wiped() throws Exception {
    Path kept = Files.createDirectories(dir.resolve(".pipeline/redis")).resolve("kept");
    Files.writeString(kept, "1");
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        CommandProcess up = up("--fresh")) {
      assertRefused(up, "port " + taken.getLocalPort() + " is taken", "--port");
      assertThat(kept).exists();
    }
  }

  @Test
  void servers_that_are_not_there_are_refused() throws Exception {
    int nobody = FreePort.find();
    try (CommandProcess up = up("--kafka", "127.0.0.1:" + nobody)) {
      assertRefused(up, "no Kafka answers at 127.0.0.1:" + nobody, "--kafka");
    }
    try (CommandProcess up = up("--kafka", "localhost")) {
      assertRefused(up, "--kafka must be HOST:PORT");
    }
    try (CommandProcess up = up("--redis", "redis://127.0.0.1:" + nobody)) {
      assertRefused(up, "no Redis answers where --redis says", "Connection refused");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MARK",
        "redis://:MARK@127.0.0.1:1",
        "redis://:MARK",
        "redis://h:MARK",
        "redis://:MARK x@h:1",
        "redis://:x/MARK@h:1",
        "redis://:MARK#x@h:1",
        "redis-sentinel://:MARK@127.0.0.1:1",
        "http://:MARK@h:1"
      })
  void a_redis_that_cannot_be_used_is_refused_without_its_password(String uri) throws Exception {
    try (CommandProcess up = up("--kafka", brokers(), "--redis", uri);
        CommandProcess demo = CommandProcess.start(dir, "demo", "--port", "1", "--redis", uri)) {
      assertRefused(up, "--redis");
      assertRefused(demo, "pipeline: ");
      assertThat(up.output() + demo.output()).doesNotContain(SECRET);
    }
  }

  @Test
  void wrong_arguments_are_refused_without_the_uri_among_them() throws Exception {
    String uri = "redis://:MARK@h:1";
    for (String[] args : new String[][] {{uri}, {"--redsi=" + uri}, {"--port", uri}}) {
      try (CommandProcess up = CommandProcess.start(dir, concat("up", args))) {
        assertThat(up.awaitEnd()).isEqualTo(2);
        assertThat(up.output()).startsWith("pipeline: ").contains("***").doesNotContain(SECRET);
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it looks into /proc")
  void the_password_of_a_redis_stands_only_where_nobody_else_can_read_it() throws Exception {
    try (LocalRedis given = LocalRedis.start(dir.resolve("given"), 0)) {
      inRedis(given.port(), store -> store.configSet("requirepass", SECRET));
      String uri = "redis://:" + SECRET + "@127.0.0.1:" + given.port();
      try (CommandProcess up =
          CommandProcess.start(Map.of("PIPELINE_REDIS", uri), dir, args(given())).awaitSaid(UP)) {
        assertThat(up.children()).hasSize(5);
        assertThat(up.output()).doesNotContain(SECRET);
        assertThat(commandLine(up.process().toHandle())).isNotEmpty().doesNotContain(SECRET);
        assertThat(up.children())
            .allSatisfy(
                child -> assertThat(commandLine(child)).isNotEmpty().doesNotContain(SECRET));
        assertThat(filesWithSecret(dir.resolve(".pipeline")))
            .containsExactly("running.properties rw-------");
        try (CommandProcess demo = CommandProcess.start(dir, "demo")) {
          assertThat(demo.awaitEnd()).isEqualTo(1); // the API only stands in
          assertThat(demo.output()).contains("404").doesNotContain(SECRET);
        }
        up.process().destroy();
        assertThat(up.awaitEnd()).isZero();
        assertThat(filesWithSecret(dir.resolve(".pipeline"))).isEmpty();
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it looks into /proc")
  void the_api_gets_a_secret_for_webhooks_which_only_the_owner_can_read() throws Exception {
    Path file = dir.resolve(".pipeline/webhook-secret");
    try (CommandProcess up = up(given()).awaitSaid(UP)) {
      String secret = Files.readString(file);
      assertThat(secret).matches("[0-9a-f]{64}");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(environment(up.child("ingest-function"))).contains("WEBHOOK_SECRET=" + secret);
      assertThat(environment(up.child("consumer-service"))).doesNotContain(secret);
      assertThat(up.output()).contains(file.toString()).doesNotContain(secret);
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
      assertThat(file).as("for the next start").hasContent(secret);
    }
    Files.delete(file);
    Map<String, String> given = Map.of("WEBHOOK_SECRET", SECRET);
    try (CommandProcess up = CommandProcess.start(given, dir, args(given())).awaitSaid(UP)) {
      assertThat(environment(up.child("ingest-function"))).contains("WEBHOOK_SECRET=" + SECRET);
      assertThat(file).doesNotExist();
    }
  }

  static String environment(ProcessHandle process) throws IOException {
    return Files.readString(Path.of("/proc", "" + process.pid(), "environ"));
  }

  @Test
  void the_teams_handlers_are_named_and_what_is_proposed_is_of_their_types() throws Exception {
    String says =
        "12:00:00.000 INFO  Settings handler com.acme.Orders in orders.jar takes order.created,"
            + " order.paid";
    try (CommandProcess up =
        CommandProcess.start(Map.of("STAND_IN_SAYS", says), dir, args(given())).awaitSaid(UP)) {
      assertThat(up.output())
          .contains("handler com.acme.Orders (orders.jar) takes order.created, order.paid")
          .contains("\"type\":\"order.created\"", "dead letters")
          .doesNotContain("greeting");
      try (CommandProcess demo = CommandProcess.start(dir, "demo")) {
        assertRefused(demo, "none of your handlers takes the type 'demo'", "nothing was sent");
      }
      try (CommandProcess demo = CommandProcess.start(dir, "demo", "--type", "order.paid")) {
        assertThat(demo.awaitEnd()).isEqualTo(1); // the API only stands in
        assertThat(demo.output()).contains("POST /events", "404");
      }
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it looks into /proc")
  void the_consumer_knows_which_services_run_around_it() throws Exception {
    String rule = "OUTBOX_RULES_0_TYPE=order.created";
    String window = "WINDOW_ENABLED=true";
    try (CommandProcess up = up(given()).awaitSaid(UP)) {
      assertThat(environment(up.child("consumer-service"))).contains(rule, window);
      assertThat(up.output())
          .contains("push worker      http://localhost:" + pushPort)
          .contains("query service    http://localhost:" + queryPort)
          .contains("dashboard        http://localhost:" + adminPort + "/admin/events");
      assertThat(environment(up.child("admin-dashboard")))
          .contains("QUERY_URL=http://localhost:" + queryPort, "KAFKA_BOOTSTRAP_SERVERS=");
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
    }
    for (String[] leftOut :
        new String[][] {{"--only", "core"}, {"--without", "push,query,admin,projections"}}) {
      try (CommandProcess up = up("--kafka", brokers(), leftOut[0], leftOut[1]).awaitSaid(UP)) {
        assertThat(up.children()).hasSize(3);
        assertThat(environment(up.child("consumer-service"))).doesNotContain(rule, window);
        up.process().destroy();
        assertThat(up.awaitEnd()).isZero();
      }
    }
    try (CommandProcess up = up("--without", "pull")) {
      assertRefused(up, "--without must be of push, query, admin, projections");
    }
  }

  @Test
  void the_dashboard_comes_first_with_the_link_for_the_first_operator() throws Exception {
    String link = "http://localhost:" + adminPort + "/admin/link?token=abc-DEF_1";
    Map<String, String> says = Map.of("STAND_IN_SAYS", "INFO  Link " + link + " (10 minutes)");
    try (CommandProcess up = CommandProcess.start(says, dir, args(given())).awaitSaid(UP)) {
      assertThat(up.output())
          .containsSubsequence(
              "dashboard        http://localhost:" + adminPort + "/admin/events",
              "operator, once   " + link + "\n",
              "API              http://localhost:" + port);
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
    }
    String[] twice = args();
    twice[List.of(twice).indexOf("--admin-health-port") + 1] = "" + adminPort;
    try (CommandProcess up = CommandProcess.start(dir, twice)) {
      assertRefused(up, "--admin-health-port is the port of another service: " + adminPort);
    }
  }

  @Test
  void a_training_is_offered_until_there_are_caches_of_this_build() throws Exception {
    try (CommandProcess up = up(given()).awaitSaid(UP)) {
      assertThat(up.output()).containsOnlyOnce("./pipeline train");
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
    }
    Checkout.trained(dir);
    try (CommandProcess up = up(given()).awaitSaid(UP)) {
      assertThat(up.output()).doesNotContain("./pipeline train");
      assertThat(commandLine(up.child("ingest-function")))
          .contains("-XX:AOTCache=", "@" + dir.resolve("ingest-function/jvm.options"));
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
    }
    Checkout.in(dir); // built again
    try (CommandProcess up = up(concat("--small", given())).awaitSaid(UP)) {
      assertThat(up.output()).containsOnlyOnce("./pipeline train");
      assertThat(commandLine(up.child("ingest-function")))
          .contains("@" + dir.resolve("ingest-function/jvm-small.options"))
          .doesNotContain("-XX:AOTCache=");
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_refused() throws Exception {
    Files.writeString(dir.resolve(".pipeline"), "a file");
    try (CommandProcess up = up()) {
      assertRefused(up, "cannot be written", "--data");
    }
  }

  @Test
  void the_demo_says_that_no_pipeline_runs() throws Exception {
    try (CommandProcess demo = CommandProcess.start(dir, "demo")) {
      assertRefused(demo, "no pipeline runs on .pipeline", "./pipeline up");
    }
    String nobody = "" + FreePort.find();
    try (CommandProcess demo =
        CommandProcess.start(
            dir, "demo", "--port", nobody, "--redis", "redis://localhost:" + nobody)) {
      assertRefused(demo, "the pipeline's Redis does not answer", "Connection refused");
    }
  }

  private CommandProcess up(String... more) throws IOException {
    return CommandProcess.start(dir, args(more));
  }

  /** No port is a default: other builds on this machine may take those at any moment. */
  private String[] args(String... more) {
    List<String> args = new ArrayList<>(List.of("up", "--port", "" + port));
    args.addAll(List.of("--consumer-port", "" + consumerPort, "--kafka-port", "" + kafkaPort));
    args.addAll(List.of("--redis-port", "" + redisPort));
    args.addAll(List.of("--push-port", "" + pushPort, "--query-port", "" + queryPort));
    args.addAll(List.of("--admin-port", "" + adminPort, "--sql-port", "" + sqlPort));
    args.addAll(List.of("--admin-health-port", "" + adminHealthPort));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** Servers that all tests share, so that only Redis is started. */
  private static String[] given() {
    return new String[] {"--kafka", brokers(), "--sql", postgres.url()};
  }

  private static String brokers() {
    return kafka.bootstrapServers();
  }

  /** One line, with these words, and nothing was started. */
  static void assertRefused(CommandProcess command, String... words) throws InterruptedException {
    assertThat(command.awaitEnd()).isEqualTo(1);
    assertThat(command.output()).startsWith("pipeline: ").contains(words).hasLineCount(1);
  }

  private static String[] concat(String first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  /** As everybody sees it. */
  static String commandLine(ProcessHandle process) throws IOException {
    return Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"));
  }

  /** Each with its mode. */
  private static List<String> filesWithSecret(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET)) {
          found.add(
              folder.relativize(file)
                  + " "
                  + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
      }
    }
    return found;
  }

  private String inRedis(Function<RedisCommands<String, String>, String> ask) {
    return inRedis(redisPort, ask);
  }

  private static String inRedis(int port, Function<RedisCommands<String, String>, String> ask) {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
    try (var connection = client.connect()) {
      return ask.apply(connection.sync());
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  private boolean isAlive(ProcessHandle process) {
    return process.isAlive();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
  }
}
