package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServersIT {
  @TempDir Path dir;

  @Test
  void redis_keeps_its_append_only_file_over_a_kill() throws IOException {
    try (LocalRedis redis =
        LocalRedis.start(dir, 0, "--appendonly", "yes", "--appendfsync", "always")) {
      assertThat(ask(redis, "SET a 1")).isEqualTo("+OK");
      redis.kill();
      assertThat(redis.process().isAlive()).isFalse();
      redis.restart();
      assertThat(ask(redis, "EXISTS a")).isEqualTo(":1");
    }
  }

  @Test
  void a_taken_port_is_an_error_that_names_it() {
    try (LocalRedis redis = LocalRedis.start(dir, 0)) {
      assertThatThrownBy(() -> LocalRedis.start(dir.resolve("b"), redis.port()))
          .hasMessageContaining("port " + redis.port() + " is taken");
    }
  }

  /** The tests of later modules start their brokers from this cache. */
  @Test
  void kafka_starts_from_the_cache_of_a_training() throws Exception {
    AotCache cache = LocalKafka.cache();
    if (!cache.isUsable()) {
      Path made = dir.resolve("made");
      try (LocalKafka trained = LocalKafka.startToTrain(dir.resolve("trained"), made)) {
        trained.process().destroy();
        assertThat(trained.process().waitFor(5, TimeUnit.MINUTES)).isTrue();
      }
      cache.keep(made);
    }
    try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of())) {
      assertThat(kafka.process().info().commandLine().orElseThrow()).contains("-XX:AOTCache=");
      assertThat(kafka.tail()).doesNotContain("[aot");
    }
  }

  @Test
  void kafka_starts_again_on_its_port_with_its_data_after_a_kill() throws Exception {
    try (LocalKafka kafka = LocalKafka.start(dir, 0, Map.of())) {
      String address = kafka.bootstrapServers();
      try (Admin admin = admin(kafka)) {
        admin.createTopics(List.of(new NewTopic("kept", 3, (short) 1))).all().get();
      }
      kafka.kill();
      kafka.restart();
      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      try (Admin admin = admin(kafka)) {
        assertThat(admin.listTopics().names().get()).contains("kept");
      }
    }
  }

  @Test
  void a_broker_begins_with_what_the_tool_wrote_for_an_earlier_one() throws Exception {
    LocalKafka.start(dir.resolve("1"), 0, Map.of()).close();
    try (LocalKafka second = LocalKafka.start(dir.resolve("2"), 0, Map.of());
        Admin admin = admin(second)) {
      assertThat(Files.readString(dir.resolve("2").resolve("kafka.log")))
          .doesNotContain("Formatting");
      admin.createTopics(List.of(new NewTopic("its-own", 1, (short) 1))).all().get();
      assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
          .containsKeys("metadata.version", "group.version", "transaction.version");
    }
  }

  @Test
  void postgres_keeps_what_it_committed_over_a_kill() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(dir, 0)) {
      try (Connection owner = connect(postgres, LocalPostgres.USER)) {
        assertThat(ask(owner, "SHOW fsync")).isEqualTo("on");
        owner.createStatement().execute("CREATE TABLE kept AS SELECT 'ann' AS name");
      }
      postgres.kill();
      postgres.restart();
      try (Connection owner = connect(postgres, LocalPostgres.USER);
          Connection reader = connect(postgres, LocalPostgres.READER)) {
        assertThat(ask(owner, "SELECT name FROM kept")).isEqualTo("ann");
        assertThatThrownBy(() -> ask(reader, "SELECT name FROM kept"))
            .hasMessageContaining("permission denied");
      }
    }
  }

  private static Connection connect(LocalPostgres postgres, String user) throws SQLException {
    return DriverManager.getConnection(postgres.url(), user, "");
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (ResultSet rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Admin admin(LocalKafka kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static String ask(LocalRedis redis, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[100];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, length, StandardCharsets.US_ASCII).strip();
    }
  }
}
