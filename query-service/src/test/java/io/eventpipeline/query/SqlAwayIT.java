package io.eventpipeline.query;

import static io.eventpipeline.query.QueryRig.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.local.LocalPostgres;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does while PostgreSQL is away or does not let it read. */
class SqlAwayIT {
  private static final String NOON = "2026-11-20T12:00:00Z";
  private static final int POOL = 8;

  @TempDir Path dir;
  QueryRig rig;
  ShopTables tables;

  @BeforeEach
  void start() {
    rig = new QueryRig(dir.resolve("redis"));
    tables = new ShopTables(dir.resolve("postgres"));
  }

  @AfterEach
  void stop() {
    rig.close();
    tables.close();
  }

  private void assertAway(EmbeddedServer service, String why) {
    for (String path : List.of("/users/ann", "/orders/o-1")) {
      HttpResponse<String> answer = rig.get(service, path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
      assertThat(answer.body()).contains("PostgreSQL cannot be used: " + why);
    }
  }

  /** Windowed metrics go on, so the service stays ready, and health is up with a reason. */
  private void awaitDegraded(EmbeddedServer service, String why) {
    await()
        .atMost(SOON)
        .until(
            () -> sqlHealth(service).at("/details/degraded/0").asText(),
            text -> text.contains(why));
    assertThat(sqlHealth(service).at("/details/connected").asBoolean()).isFalse();
    assertThat(rig.get(service, "/health/readiness").statusCode()).isEqualTo(200);
    assertThat(rig.get(service, "/health/liveness").statusCode()).isEqualTo(200);
    assertThat(rig.get(service, "/metrics").statusCode()).isEqualTo(200);
    assertThat(rig.get(service, "/prometheus").body()).contains("query_sql_up 0.0");
  }

  private JsonNode sqlHealth(EmbeddedServer service) {
    return QueryRig.json(rig.get(service, "/health")).at("/details/sql");
  }

  private void awaitWell(EmbeddedServer service) {
    await().atMost(SOON).until(() -> rig.get(service, "/users/ann").statusCode() == 200);
    await().atMost(SOON).until(() -> sqlHealth(service).at("/details/degraded").isMissingNode());
    assertThat(rig.get(service, "/prometheus").body()).contains("query_sql_up 1.0");
  }

  @Test
  void a_server_that_is_killed_and_comes_back() {
    tables.migrated().user("ann", "Ann", NOON);
    EmbeddedServer service = rig.service(tables.settings());
    awaitWell(service);
    tables.server.kill();
    assertAway(service, "it ");
    awaitDegraded(service, "it does not answer");
    assertAway(service, "it does not answer");
    tables.server.restart();
    awaitWell(service);
  }

  @Test
  void a_service_that_starts_before_the_server_and_before_the_tables() {
    tables.server.stop();
    EmbeddedServer service = rig.service(tables.settings());
    awaitDegraded(service, "it does not answer");
    assertAway(service, "it does not answer");
    tables.server.restart();
    awaitDegraded(service, "its tables do not exist yet");
    assertAway(service, "its tables do not exist yet");
    tables.migrated().user("ann", "Ann", NOON);
    awaitWell(service);
  }

  @Test
  void an_account_without_rights_is_told_so() {
    tables.migrated().user("ann", "Ann", NOON);
    tables.run("REVOKE SELECT ON orders FROM " + LocalPostgres.READER);
    EmbeddedServer service = rig.service(tables.settings());
    awaitDegraded(service, "this account may not read the tables");
    assertAway(service, "this account may not read the tables");
    tables.run("GRANT SELECT ON orders TO " + LocalPostgres.READER);
    awaitWell(service);
  }

  /** Each read waits for the lock until its statement is cancelled, so requests pile up. */
  @Test
  void reads_that_wait_for_a_lock_use_a_bounded_pool_and_end() throws Exception {
    tables.migrated().user("ann", "Ann", NOON);
    EmbeddedServer service = rig.service(tables.settings());
    awaitWell(service);
    try (Connection owner = tables.connect(LocalPostgres.USER);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      owner.setAutoCommit(false);
      ShopTables.run(owner, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
      List<Future<Integer>> requests = new ArrayList<>();
      for (int i = 0; i < 10 * POOL; i++) {
        requests.add(threads.submit(() -> rig.get(service, "/users/ann").statusCode()));
      }
      assertThat(rig.get(service, "/metrics").statusCode()).isEqualTo(200);
      for (Future<Integer> request : requests) {
        assertThat(request.get()).isEqualTo(503);
      }
      assertThat(connections()).isBetween(1L, (long) POOL);
      awaitDegraded(service, "it took too long");
      owner.commit();
    }
    awaitWell(service);
    assertThat(connections()).isBetween(1L, (long) POOL);
  }

  private long connections() {
    return tables.count(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'query-service'");
  }

  @Test
  void settings_of_the_user_stand_before_our_bounds() {
    tables.migrated().user("ann", "Ann", NOON);
    EmbeddedServer service =
        rig.service(
            "datasources.default.url",
            tables.server.url() + "?ApplicationName=mine&options=-c%20statement_timeout=7s",
            "datasources.default.username",
            LocalPostgres.READER,
            "datasources.default.maximum-pool-size",
            "1",
            "datasources.default.minimum-idle",
            "1");
    awaitWell(service);
    assertThat(
            tables.count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'mine'"))
        .isEqualTo(1);
  }
}
