package io.eventpipeline.local.command;

import static io.eventpipeline.local.command.UpIT.assertRefused;
import static io.eventpipeline.local.command.UpIT.commandLine;
import static io.eventpipeline.local.command.UpIT.environment;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projections of {@code up}, and their database. */
class UpSqlIT {
  private static final String UP = "Ctrl-C ends everything";
  private static final String SECRET = "MARK";

  private static @TempDir Path kafkaDir;
  private static LocalKafka kafka;

  private final int queryPort = FreePort.find();
  private final int sqlPort = FreePort.find();
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
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it looks into /proc")
  void the_consumer_owns_the_tables_and_the_queries_read_them() throws Exception {
    Files.createDirectory(dir.resolve("handlers"));
    Files.writeString(dir.resolve("handlers/team.jar"), "");
    try (CommandProcess up = up(Map.of()).awaitSaid(UP)) {
      String url = "jdbc:postgresql://127.0.0.1:" + sqlPort + "/pipeline";
      ProcessHandle consumer = up.child("consumer-service");
      assertThat(environment(consumer).split("\0"))
          .contains("PROJECTIONS_ENABLED=true", "PROJECTIONS_READER=pipeline_reader")
          .contains("DATASOURCES_DEFAULT_URL=" + url, "DATASOURCES_DEFAULT_USERNAME=pipeline");
      assertThat(commandLine(consumer))
          .contains(
              "consumer-service.jar:handlers/team.jar:projections/target/projections.jar"
                  + ":projections/target/lib/driver.jar");
      assertThat(environment(up.child("query-service")).split("\0"))
          .contains("DATASOURCES_DEFAULT_URL=" + url)
          .contains("DATASOURCES_DEFAULT_USERNAME=pipeline_reader");
      assertThat(environment(up.child("push-worker"))).doesNotContain("DATASOURCES_");
      assertThat(up.output())
          .contains("PostgreSQL       " + url)
          .contains("http://localhost:" + queryPort + "/users/ID");
      assertThat(DataFolder.whereRunning(dir.resolve(".pipeline")))
          .containsEntry("sql", "on")
          .containsEntry("query", "http://localhost:" + queryPort);
      end(up);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it looks into /proc")
  void without_projections_nobody_knows_a_database() throws Exception {
    try (CommandProcess up = up(Map.of(), "--without", "projections").awaitSaid(UP)) {
      assertThat(up.children()).hasSize(6);
      for (String service : List.of("consumer-service", "query-service")) {
        assertThat(environment(up.child(service))).doesNotContain("DATASOURCES_", "PROJECTIONS_");
      }
      assertThat(commandLine(up.child("consumer-service"))).doesNotContain("projections");
      assertThat(up.output()).doesNotContain("PostgreSQL", "/users/ID");
      assertThat(DataFolder.whereRunning(dir.resolve(".pipeline"))).doesNotContainKey("sql");
      end(up);
    }
  }

  @Test
  void the_database_survives_a_restart_until_it_is_wiped() throws Exception {
    try (CommandProcess up = up(Map.of()).awaitSaid(UP)) {
      try (Connection owner = connect()) {
        owner.createStatement().execute("CREATE TABLE kept AS SELECT 1 AS one");
      }
      end(up);
    }
    String find = "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'";
    try (CommandProcess again = up(Map.of()).awaitSaid(UP)) {
      assertThat(inSql(find)).isEqualTo("1");
      end(again);
    }
    try (CommandProcess fresh = up(Map.of(), "--fresh").awaitSaid(UP)) {
      assertThat(inSql(find)).isEqualTo("0");
      end(fresh);
    }
  }

  /** After a SIGTERM it would wait for the client, until it is killed. */
  @Test
  void one_that_a_killed_pipeline_left_behind_is_ended_while_it_has_a_client() throws Exception {
    try (CommandProcess killed = up(Map.of()).awaitSaid(UP);
        Connection client = connect()) {
      killed.process().destroyForcibly().waitFor();
      assertThat(client.isValid(5)).isTrue();
      try (CommandProcess next = up(Map.of()).awaitSaid(UP)) {
        assertThat(killed.children()).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.readString(dir.resolve(".pipeline/postgres/postgres.log")))
            .contains("received fast shutdown request")
            .doesNotContain("automatic recovery");
        end(next);
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it looks into /proc")
  void a_given_database_is_used_with_the_accounts_of_the_variables() throws Exception {
    try (LocalPostgres given = LocalPostgres.start(dir.resolve("given"), 0)) {
      Map<String, String> accounts =
          Map.of(
              "PIPELINE_SQL", given.url(),
              "PIPELINE_SQL_PASSWORD", SECRET + 1,
              "PIPELINE_SQL_READER_PASSWORD", SECRET + 2);
      try (CommandProcess up = up(accounts).awaitSaid(UP)) {
        assertThat(up.children()).hasSize(6);
        assertThat(environment(up.child("consumer-service")).split("\0"))
            .contains("DATASOURCES_DEFAULT_PASSWORD=" + SECRET + 1);
        assertThat(environment(up.child("query-service")).split("\0"))
            .contains("DATASOURCES_DEFAULT_PASSWORD=" + SECRET + 2);
        assertThat(up.children())
            .allSatisfy(child -> assertThat(commandLine(child)).doesNotContain(SECRET));
        assertThat(up.output()).contains("as --sql says").doesNotContain(SECRET);
        end(up);
      }
      Map<String, String> nobody =
          Map.of("PIPELINE_SQL", given.url(), "PIPELINE_SQL_READER_USERNAME", "nobody");
      try (CommandProcess up = up(nobody)) {
        assertRefused(up, "refuses a login", "\"nobody\"", "PIPELINE_SQL_READER_PASSWORD");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MARK",
        "postgresql://pipeline:MARK@h/db",
        "jdbc:postgresql:MARK",
        "jdbc:postgresql://pipeline:MARK@h/db",
        "jdbc:postgresql://h:MARK/db",
        "jdbc:postgresql://h/db?user=pipeline&password=MARK",
        "jdbc:postgresql://127.0.0.1:1/db?sslpassword=MARK",
        "jdbc:mysql://h/db?password=MARK"
      })
  void a_database_that_cannot_be_used_is_refused_without_its_password(String url) throws Exception {
    try (CommandProcess up = up(Map.of(), "--sql", url)) {
      assertRefused(up, "--sql");
      assertThat(up.output()).doesNotContain(SECRET);
    }
  }

  private CommandProcess up(Map<String, String> env, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("up", "--kafka", kafka.bootstrapServers()));
    for (String option : List.of("--port", "--consumer-port", "--redis-port", "--push-port")) {
      args.addAll(List.of(option, "" + FreePort.find()));
    }
    args.addAll(List.of("--query-port", "" + queryPort, "--sql-port", "" + sqlPort));
    args.addAll(List.of("--admin-port", "" + FreePort.find()));
    args.addAll(List.of("--admin-health-port", "" + FreePort.find()));
    args.addAll(List.of(more));
    return CommandProcess.start(env, dir, args.toArray(String[]::new));
  }

  private static void end(CommandProcess up) throws InterruptedException {
    up.process().destroy();
    assertThat(up.awaitEnd()).isZero();
  }

  private Connection connect() throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + sqlPort + "/pipeline";
    return DriverManager.getConnection(url, LocalPostgres.USER, "");
  }

  private String inSql(String query) throws SQLException {
    try (Connection connection = connect();
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
