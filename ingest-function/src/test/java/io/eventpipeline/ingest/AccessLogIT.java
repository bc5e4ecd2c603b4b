package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.get;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AccessLogIT {
  private static final String KEY =
      "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;
  static final BlockingQueue<String> LINES = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    api = rig.api(Map.of("http.api-keys", KEY, "limit.events-per-second", 2)); // of "secret"
    AppenderBase<ILoggingEvent> lines =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            event.getFormattedMessage().lines().forEach(LINES::add);
          }
        };
    lines.start();
    ((Logger) LoggerFactory.getLogger("access")).addAppender(lines);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void each_request_is_one_line_of_json_without_what_it_holds() throws Exception {
    String event = event("ann", "{\"a\":\"secret\"}");
    String[] key = {"X-API-Key", "secret"};
    assertLineOfOneEvent(event, key);
    post(api, "/events/batch", "{\"events\":[" + event + ",1," + event + "]}", key);
    line("POST", "/events/batch", 202, 3);
    eachStatusHasItsLine(event, key);
    assertLinesOfRefusals(event, key);
    get(api, "/secret", key);
    line("GET", null, 404, 0);
    get(api, "/health/liveness", key);
    line("GET", "/health/{selector}", 200, 0);
    post(api, "/events", event("bea"), "Accept-Language", "secret,,", "X-API-Key", "secret");
    line("POST", "/events", 202, 1);
    post(api, "/events", event("cid"), "Accept-Language", ",", "X-API-Key", "secret");
    line("POST", "/events", 202, 1);
    assertThat(LINES).isEmpty();
  }

  private static void assertLineOfOneEvent(String event, String... key) throws Exception {
    long begun = System.nanoTime();
    post(api, "/events?secret=1", event, key);
    double ms = (System.nanoTime() - begun) / 1e6;
    JsonNode line = line("POST", "/events", 202, 1);
    assertThat(line.path("bytesIn").asInt()).isEqualTo(event.length());
    assertThat(line.path("bytesOut").asInt()).isBetween(60, 90);
    assertThat(line.path("ms").asDouble()).isBetween(0.05, ms);
    assertThat(line.path("client").asText()).isEqualTo("127.0.0.1");
    assertThat(line.path("time").asText()).startsWith("20").endsWith("Z");
  }

  private static void assertLinesOfRefusals(String event, String... key) throws Exception {
    post(api, "/events", "secret", key);
    line("POST", "/events", 400, 1);
    post(api, "/events", event, "X-API-Key", "secret too");
    line("POST", "/events", 401, 0);
    post(api, "/events", event, "X-API-Key", "secret", "Content-Type", "text/plain");
    line("POST", "/events", 415, 0);
    post(api, "/events", event.repeat(400_000), key);
    line("POST", "/events", 413, 0);
  }

  /** Posts more at once than the limit allows, however slow the machine is. */
  private static void eachStatusHasItsLine(String event, String... key) throws Exception {
    List<Integer> statuses;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Integer>> posts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        posts.add(
            CompletableFuture.supplyAsync(
                () -> post(api, "/events", event, key).statusCode(), threads));
      }
      statuses = posts.stream().map(CompletableFuture::join).toList();
    }
    assertThat(statuses).contains(429);
    await().atMost(Rig.PATIENCE).until(() -> LINES.size() == statuses.size());
    for (int status : List.of(202, 429)) {
      assertThat(LINES)
          .filteredOn(line -> line.contains("\"status\":" + status + ","))
          .allMatch(line -> line.contains("\"path\":\"/events\"") && line.contains("\"events\":1}"))
          .hasSize(Collections.frequency(statuses, status));
    }
    LINES.clear();
  }

  private static JsonNode line(String method, String path, int status, int events)
      throws Exception {
    await().atMost(Rig.PATIENCE).until(() -> !LINES.isEmpty());
    String text = LINES.take();
    assertThat(text).doesNotContain("secret", "ann", "\n");
    JsonNode line = new ObjectMapper().readTree(text);
    assertThat(line.path("method").asText()).isEqualTo(method);
    assertThat(line.path("path").textValue()).as(text).isEqualTo(path);
    assertThat(line.path("status").asInt()).as(text).isEqualTo(status);
    assertThat(line.path("events").asInt()).as(text).isEqualTo(events);
    return line;
  }
}
