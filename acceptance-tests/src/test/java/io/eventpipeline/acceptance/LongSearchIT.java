package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.LongTopic;
import io.eventpipeline.testbed.rig.PeakMemory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard, with the JVM options that it is delivered with, searches a long log. */
class LongSearchIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PARTITIONS = 8;
  private static final int ROUNDS = 5;
  private static final int AT_ONCE = 3;

  /** The memory of its container, which JvmOptionsTest compares with the files. */
  private static final long CONTAINER_MB = 256;

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  @TempDir Path dir;
  private final HttpClient http = STARTED.add(HttpClient.newHttpClient());

  @Test
  void long_searches_of_several_people_fit_into_its_memory() throws Exception {
    LocalKafka kafka = STARTED.add(LocalKafka.start(dir.resolve("kafka"), 0, Map.of()));
    LocalRedis redis = STARTED.add(LocalRedis.start(dir.resolve("redis"), 0));
    try (LongTopic topic = new LongTopic(kafka.bootstrapServers(), "events")) {
      topic.send("first", "rare-0");
      for (int partition = 0; partition < PARTITIONS; partition++) {
        topic.fill(partition, 20_000, 1_000);
        topic.fill(partition, 20, 900_000); // nearly as long as an event may be
        topic.fill(partition, 20_000, 100);
      }
    }
    ServiceProcess dashboard =
        STARTED.start(
            ServiceProcess.of("the dashboard", Path.of(System.getProperty("testbed.admin")))
                .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
                .env("REDIS_URI", redis.uri())
                .healthAt(FreePort.find())
                .logTo(dir.resolve("dashboard.log")));
    dashboard.awaitReady(PATIENCE);
    int ended = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<URI> pages = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        pages.add(search(dashboard, "rare-" + (round * AT_ONCE + i)));
      }
      for (URI page : pages) {
        ended += awaitEnd(dashboard, page);
      }
    }
    long peak = PeakMemory.mb(dashboard.pid());
    System.out.printf(
        "%d of %d long searches ended, peak RSS %d MB%n", ended, ROUNDS * AT_ONCE, peak);
    assertThat(ended).as("searches that no other took the place of").isPositive();
    assertThat(peak).isBetween(1L, CONTAINER_MB);
    assertThat(dashboard.output()).doesNotContain("OutOfMemoryError");
  }

  private static URI search(ServiceProcess dashboard, String user) {
    return URI.create("http://127.0.0.1:" + dashboard.port() + "/admin/events?all=1&user=" + user);
  }

  /** 0 if another search took its place. */
  private int awaitEnd(ServiceProcess dashboard, URI page) {
    String end =
        await()
            .atMost(PATIENCE)
            .until(() -> text(dashboard, page), text -> !text.contains("Searching: looked at"));
    assertThat(end).containsAnyOf("Searched ", "Stopped");
    return end.contains("Searched ") ? 1 : 0;
  }

  private String text(ServiceProcess dashboard, URI page) throws Exception {
    assertThat(dashboard.process().isAlive()).as(dashboard.tail()).isTrue();
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
