package io.eventpipeline.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.eventpipeline.admin.WebRig.Browser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and actions while Redis or the query service is away. */
class RedisAwayPagesIT {
  private static final String METRICS =
      "{\"window_sec\":300,\"events_per_sec\":1.5,\"unique_users\":3,\"unknown\":2,"
          + "\"by_plan\":{\"free\":10,\"<b>pro\":40},\"by_region\":{}}";

  @TempDir Path dir;

  @Test
  void pages_show_what_is_known_and_actions_are_refused() throws Exception {
    AtomicInteger status = new AtomicInteger(200);
    AtomicInteger asked = new AtomicInteger();
    HttpServer query =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    query.createContext(
        "/metrics",
        exchange -> {
          asked.incrementAndGet();
          boolean known =
              "Bearer q-key".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = METRICS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? status.get() : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    query.start();
    String url = "http://127.0.0.1:" + query.getAddress().getPort();
    try (WebRig rig = new WebRig(dir, "query.url", url, "query.api-key", "q-key")) {
      Browser operator = rig.login(WebRig.OPERATOR);
      showsTheWindow(rig, operator, status);
      query.stop(0);
      await()
          .atMost(WebRig.SOON)
          .until(() -> window(rig, operator).contains("nothing answers at query.url"));
      rig.core.fail("e-1", "ann", "a", "Boom");
      rig.core.server.kill();
      for (String page :
          List.of(
              "/admin/dead-letters",
              "/admin/dead-letters/e-1",
              "/admin/dead-letters/jobs/x",
              "/admin/skipped",
              "/admin/users",
              "/admin/users?user=ann",
              "/admin/push",
              "/admin/overview/window")) {
        await()
            .atMost(WebRig.SOON)
            .untilAsserted(
                () -> assertThat(rig.get(operator, page).body()).as(page).contains("Redis does not answer"));
        assertThat(rig.get(operator, page).statusCode()).as(page).isEqualTo(200);
      }
      for (String action : List.of("/e-1/replay", "/e-1/reveal", "/jobs", "/jobs/x/stop")) {
        assertThat(rig.post(operator, "/admin/dead-letters" + action).statusCode())
            .as(action)
            .isEqualTo(503);
      }
      assertThat(rig.api("bot-token", "/admin/api/dead-letters").statusCode()).isEqualTo(503);
      rig.core.server.restart();
      await() // the sessions went with this Redis, which keeps nothing
          .atMost(WebRig.SOON)
          .ignoreExceptionsMatching(AssertionError.class::isInstance)
          .until(
              () ->
                  rig.get(rig.login(WebRig.OPERATOR), "/admin/dead-letters")
                      .body()
                      .contains("Looked at"));
    } finally {
      query.stop(0);
    }
  }

  private static void showsTheWindow(WebRig rig, Browser operator, AtomicInteger status) {
    await().atMost(WebRig.SOON).until(() -> window(rig, operator).contains("1.5 events a second"));
    assertThat(window(rig, operator))
        .contains("By plan", "&lt;b&gt;pro", "width=\"340\"", "width=\"85\"")
        .doesNotContain("<b>pro", "style=");
    status.set(500);
    await()
        .atMost(WebRig.SOON)
        .until(() -> window(rig, operator).contains("it answers with status 500"));
    status.set(200);
  }

  private static String window(WebRig rig, Browser operator) {
    return rig.get(operator, "/admin/overview/window?window=300").body();
  }
}
