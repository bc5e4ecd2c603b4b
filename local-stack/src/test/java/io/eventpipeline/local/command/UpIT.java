package io.eventpipeline.local.command;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UpIT {
  private static final String UP = "Ctrl-C ends everything";

  private static @TempDir Path kafkaDir;
  private static LocalKafka kafka;

  private final int port = FreePort.find();
  private final int consumerPort = FreePort.find();
  private final int redisPort = FreePort.find();
  private @TempDir Path dir;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start(kafkaDir, 0, Map.of());
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void build() throws IOException {
    Checkout.in(dir);
  }

  @Test
  void sigterm_ends_everything_in_order_and_the_data_are_there_again_at_the_next_start()
      throws Exception {
    String kafkaPort = "" + FreePort.find();
    try (CommandProcess up = up("--kafka-port", kafkaPort).awaitSaid(UP)) {
      assertThat(inRedis(store -> store.set("kept", "1"))).isEqualTo("OK");
      assertThat(up.children()).hasSize(4);
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
      assertThat(up.output())
          .containsSubsequence(
              "stopping the ingest",
              "stopping the consumer",
              "stopping Kafka",
              "stopping Redis",
              "all stopped");
      assertThat(up.children()).noneMatch(ProcessHandle::isAlive);
      assertThat(dir.resolve(".pipeline/running.properties")).doesNotExist();
    }
    try (CommandProcess again = up("--kafka-port", kafkaPort).awaitSaid(UP)) {
      assertThat(inRedis(store -> store.get("kept"))).isEqualTo("1");
      again.process().destroy();
      again.awaitEnd();
    }
    try (CommandProcess fresh = up("--kafka", brokers(), "--fresh").awaitSaid(UP)) {
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
      assertThat(up.awaitEnd()).isZero();
      assertThat(up.output())
          .containsSubsequence(
              "stopping the ingest", "stopping the consumer", "stopping Kafka", "stopping Redis");
      assertThat(up.children()).hasSize(4).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void a_signal_while_it_starts_leaves_nothing_behind() throws Exception {
    try (CommandProcess up = up().awaitSaid("starting Kafka")) {
      await().atMost(ofSeconds(20)).until(() -> up.process().descendants().findAny().isPresent());
      List<ProcessHandle> children = up.process().descendants().toList();
      up.process().destroy();
      assertThat(up.awaitEnd()).isZero();
      await().atMost(ofSeconds(10)).until(() -> children.stream().noneMatch(this::isAlive));
      assertThat(up.output()).doesNotContain("Exception");
    }
  }

  @Test
  void a_second_signal_does_not_wait_for_anyone() throws Exception {
    try (CommandProcess up = up("--kafka", brokers()).awaitSaid(UP)) {
      ProcessHandle ingest = up.children().get(1);
      for (ProcessHandle child : up.children()) {
        signal("STOP", child); // so that none can end by itself
      }
      up.process().destroy();
      up.awaitSaid("stopping the ingest");
      assertThat(ingest.isAlive()).isTrue();
      up.process().destroy();
      assertThat(up.awaitEnd()).isEqualTo(128 + 15);
      assertThat(up.children()).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void a_part_that_dies_is_named_with_the_end_of_its_log_and_the_rest_is_stopped()
      throws Exception {
    try (CommandProcess up = up("--kafka", brokers()).awaitSaid(UP)) {
      ProcessHandle ingest =
          up.children().stream()
              .filter(child -> child.info().commandLine().orElse("").contains("ingest-function"))
              .findFirst()
              .orElseThrow();
      ingest.destroyForcibly();
      assertThat(up.awaitEnd()).isEqualTo(1);
      assertThat(up.output())
          .containsSubsequence("the ingest ended by itself with status 137", "stands in");
      assertThat(up.children()).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void what_a_killed_pipeline_left_behind_is_ended_by_the_next_one() throws Exception {
    try (CommandProcess killed = up("--kafka", brokers()).awaitSaid(UP)) {
      killed.process().destroyForcibly().waitFor();
      assertThat(killed.children()).hasSize(3).allMatch(ProcessHandle::isAlive);
      try (CommandProcess next = up("--kafka", brokers()).awaitSaid(UP)) {
        assertThat(killed.children()).noneMatch(this::isAlive);
        next.process().destroy();
        assertThat(next.awaitEnd()).isZero();
      }
    }
  }

  @Test
  void a_second_pipeline_on_the_same_folder_is_refused() throws Exception {
    try (CommandProcess first = up("--kafka", brokers()).awaitSaid(UP);
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
      assertRefused(up, "--kafka localhost is not HOST:PORT");
    }
    try (CommandProcess up = up("--redis", "redis://127.0.0.1:" + nobody)) {
      assertRefused(up, "no Redis answers at redis://127.0.0.1:" + nobody, "--redis");
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
      assertRefused(demo, "no Redis answers at redis://localhost:" + nobody);
    }
  }

  private CommandProcess up(String... more) throws IOException {
    return CommandProcess.start(dir, args(more));
  }

  private String[] args(String... more) {
    List<String> args = new ArrayList<>(List.of("up", "--port", "" + port));
    args.addAll(List.of("--consumer-port", "" + consumerPort, "--redis-port", "" + redisPort));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static String brokers() {
    return kafka.bootstrapServers();
  }

  /** One line, with these words, and nothing was started. */
  private static void assertRefused(CommandProcess command, String... words)
      throws InterruptedException {
    assertThat(command.awaitEnd()).isEqualTo(1);
    assertThat(command.output()).startsWith("pipeline: ").contains(words).hasLineCount(1);
  }

  private String inRedis(Function<RedisCommands<String, String>, String> ask) {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + redisPort);
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
