package io.eventpipeline.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.DashboardRig.Session;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page, for every role, while Kafka is away all the time and Redis at the end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AllPagesIT {
  private static final String EVIL = "<script>alert(1)</script>";
  private static final String EVIL_ID = "\"><script>x";

  @TempDir static Path dir;
  private static DashboardRig rig;
  private static EmbeddedServer service;
  private static Session ann;
  private static Session bob;

  @BeforeAll
  static void start() {
    rig = new DashboardRig(dir);
    deadLetter("bad-1", "mia");
    rig.store()
        .xadd(
            "ix:notable",
            Map.of(
                "id",
                "late-1",
                "user",
                EVIL,
                "type",
                EVIL,
                "status",
                "skipped",
                "seq",
                "1",
                "topic",
                "events",
                "partition",
                "0",
                "offset",
                "3"));
    rig.store().hset("lanes:events:0", EVIL, "{\"why\":\"gap\",\"since\":1,\"seq\":3}");
    rig.store().xadd("push:dlq", Map.of("d", "4|a#1|{\"title\":\"" + EVIL + "\"}", "error", EVIL));
    service = rig.withUsers();
    ann = rig.login(service, "ann");
    bob = rig.login(service, "bob");
  }

  private static void deadLetter(String id, String user) {
    rig.store().rpush("dlq:list", id);
    rig.store()
        .hset(
            "dlq:" + id,
            Map.ofEntries(
                Map.entry("eventId", id),
                Map.entry("userId", user),
                Map.entry("type", EVIL),
                Map.entry("errorClass", EVIL),
                Map.entry("error", EVIL),
                Map.entry("stackTrace", EVIL),
                Map.entry("attempts", "3"),
                Map.entry("queuedAt", "1700000000000"),
                Map.entry("recordTimestamp", "1700000000000"),
                Map.entry(
                    "payload",
                    "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{\"n\":\"%s\"},\"timestamp\":5}"
                        .formatted(id, user, EVIL)),
                Map.entry("encoding", "utf8"),
                Map.entry("topic", "events"),
                Map.entry("partition", "0"),
                Map.entry("offset", "7")));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(
      strings = {
        "/admin/events",
        "/admin/events?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/admin/events/bad-1",
        "/admin/dead-letters",
        "/admin/dead-letters?type=%3Cscript%3Ealert(1)%3C/script%3E",
        "/admin/dead-letters/bad-1",
        "/admin/skipped",
        "/admin/users",
        "/admin/users?user=%3Cscript%3Ealert(1)%3C/script%3E",
        "/admin/push",
        "/admin/overview",
      })
  void a_page_shows_text_as_text_and_its_buttons_to_operators_only(String path) {
    HttpResponse<String> operator = rig.page(service, path, ann);
    HttpResponse<String> viewer = rig.page(service, path, bob);
    for (HttpResponse<String> page : List.of(operator, viewer)) {
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
      assertThat(page.headers().firstValue("cache-control")).contains("no-store");
      assertThat(page.body())
          .contains("<!doctype html>", "consumers alive", "aria-current=\"page\"")
          .doesNotContain(EVIL)
          .doesNotContain(EVIL_ID);
    }
    assertThat(
            viewer
                .body()
                .replaceAll("(?s)<form method=\"post\" action=\"/admin/logout\">.*?</form>", ""))
        .doesNotContain("method=\"post\"")
        .doesNotContain("hx-post");
  }

  @Test
  @Order(2)
  void a_page_that_is_not_there_says_so() {
    HttpResponse<String> page = rig.page(service, "/admin/nothing", ann);
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("<h1>Not Found</h1>").doesNotContain("{");
  }

  @ParameterizedTest
  @Order(3)
  @ValueSource(
      strings = {
        "/admin/events",
        "/admin/events/bad-1",
        "/admin/dead-letters",
        "/admin/dead-letters/bad-1",
        "/admin/skipped",
        "/admin/users",
        "/admin/push",
        "/admin/overview",
      })
  void without_redis_too_a_page_says_what_is_away(String path) {
    if (rig.redis.process().isAlive()) {
      rig.killRedis();
    }
    await()
        .atMost(DashboardRig.SOON)
        .untilAsserted(
            () ->
                assertThat(rig.page(service, path, ann).body())
                    .contains("Redis does not answer", "Kafka has not answered"));
    assertThat(rig.page(service, path, ann).statusCode()).isEqualTo(200);
  }
}
