package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusIT {
  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    api = rig.api(Map.of());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void a_final_event_is_told_as_it_stands_in_redis() {
    rig.store.hset(
        "event:a:1",
        Map.of(
            "status",
            "processed",
            "processedAt",
            "1763700000123",
            "attempts",
            "1",
            "userId",
            "änn \"x\"",
            "type",
            "order.created",
            "seq",
            "9007199254740991"));
    HttpResponse<String> answer = get(api, "/events/a:1");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.body())
        .isEqualTo(
            "{\"eventId\":\"a:1\",\"status\":\"processed\",\"processedAt\":1763700000123,"
                + "\"attempts\":1,\"userId\":\"änn \\\"x\\\"\",\"type\":\"order.created\","
                + "\"seq\":9007199254740991}");
  }

  @Test
  void a_failed_one_says_why_and_a_record_that_was_none_is_found_too() {
    rig.store.hset(
        "event:poison~events~3~17",
        Map.of(
            "status",
            "failed",
            "processedAt",
            "5",
            "attempts",
            "0",
            "userId",
            "",
            "type",
            "",
            "error",
            "no <b>JSON</b>"));
    assertThat(get(api, "/events/poison~events~3~17").body())
        .isEqualTo(
            "{\"eventId\":\"poison~events~3~17\",\"status\":\"failed\",\"processedAt\":5,"
                + "\"attempts\":0,\"error\":\"no <b>JSON</b>\"}");
  }

  @Test
  void what_is_not_final_is_a_404() {
    for (String id : new String[] {"nobody", "batch", "%22%3Cb%3E%0d%0aX:y", "%00"}) {
      HttpResponse<String> answer = get(api, "/events/" + id);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(answer.body()).contains("\"status\":404", "final").doesNotContain("<b>");
    }
  }

  @Test
  void with_redis_away_it_is_a_503() {
    rig.redis.kill();
    try {
      HttpResponse<String> answer = get(api, "/events/nobody");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
      assertThat(answer.body()).contains("\"status\":503");
    } finally {
      rig.redis.restart();
    }
    await().atMost(Rig.PATIENCE).until(() -> get(api, "/events/nobody").statusCode() == 404);
  }
}
