package io.eventpipeline.projection.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.projection.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectionSchemaIT {
  private static final ProjectionSchema SCHEMA = new ProjectionSchema(LocalPostgres.READER);

  private TestDatabase tables;

  @BeforeEach
  void start() {
    tables = new TestDatabase();
  }

  @AfterEach
  void end() {
    tables.close();
  }

  /** Each round has a schema of its own, because how the instances meet is chance. */
  @Test
  void several_instances_that_start_at_once_make_one_migration() throws Exception {
    try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 5; round++) {
        String schema = "round_" + round;
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          all.add(instances.submit(() -> migrate(schema)));
        }
        for (Future<?> each : all) {
          each.get();
        }
        assertThat(
                count("SELECT count(*) FROM %s.flyway_schema_history WHERE version = '1'", schema))
            .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM %s.orders", schema)).isZero();
      }
    }
  }

  private void migrate(String schema) {
    try (HikariDataSource pool = tables.pool()) {
      SCHEMA.migrate(pool, schema);
    }
  }

  @Test
  void a_schema_beside_other_tables_gets_ours_and_the_reader_may_come_later() throws SQLException {
    tables.run("DROP ROLE pipeline_reader; CREATE TABLE ledger (id int)");
    migrate(null);
    tables.run("CREATE ROLE pipeline_reader LOGIN");
    migrate(null);
    try (Connection reader = tables.connect(LocalPostgres.READER)) {
      reader.createStatement().executeQuery("SELECT * FROM users, orders, payments, inventory");
    }
  }

  /** Each try loses its connections somewhere else. */
  @Test
  void a_migration_that_loses_its_connections_gives_all_back() throws Exception {
    migrate(null);
    try (HikariDataSource pool = tables.pool()) {
      AtomicBoolean over = new AtomicBoolean();
      int failed = 0;
      Thread cutting = Thread.ofVirtual().start(() -> cutUntil(over));
      for (int i = 0; i < 100 && failed < 10; i++) {
        try {
          SCHEMA.migrate(pool, null);
        } catch (FlywayException lost) {
          failed++;
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      }
      over.set(true);
      cutting.join();
      assertThat(failed).isPositive();
      await().ignoreExceptionsInstanceOf(FlywayException.class).until(() -> migrated(pool));
    }
  }

  private static boolean migrated(DataSource pool) {
    SCHEMA.migrate(pool, null);
    return true;
  }

  private void cutUntil(AtomicBoolean over) {
    try (Connection connection = tables.connect()) {
      while (!over.get()) {
        Thread.sleep(ThreadLocalRandom.current().nextInt(100));
        connection
            .createStatement()
            .execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String query, String schema) throws SQLException {
    try (Connection connection = tables.connect();
        ResultSet found = connection.createStatement().executeQuery(query.formatted(schema))) {
      found.next();
      return found.getLong(1);
    }
  }
}
