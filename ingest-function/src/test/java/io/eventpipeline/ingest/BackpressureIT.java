package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.backpressure.Backpressure;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No consumer runs; the test commits what a consumer would have finished. */
class BackpressureIT {
  private static final String EVENTS_50 =
      IntStream.range(0, 50)
          .mapToObj(i -> event("u" + i))
          .collect(Collectors.joining(",", "{\"events\":[", "]}"));

  @TempDir static Path dir;
  static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.withOwnKafka(dir);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void takes_nothing_while_the_consumers_are_too_far_behind() throws Exception {
    EmbeddedServer api = rig.api(Map.of("ingest.max-lag", 100));
    for (int i = 0; i < 3; i++) {
      post(api, "/events/batch", EVENTS_50);
    }
    awaitStatus(api, 503);
    assertReduced(post(api, "/events", event("ann")));
    assertReduced(post(api, "/events/batch", EVENTS_50));

    finishAllBut(90);
    Backpressure pressure = api.getApplicationContext().getBean(Backpressure.class);
    pressure.refresh();
    assertThat(pressure.isHigh()).as("90 of 100 is not below 80 %").isTrue();
    finishAllBut(70);
    awaitStatus(api, 202);
    EmbeddedServer unbounded = rig.api(Map.of("ingest.max-lag", 0));
    assertThat(post(unbounded, "/events/batch", EVENTS_50).statusCode()).isEqualTo(202);
    awaitStatus(api, 503);

    rig.kafka.kill();
    await()
        .atMost(Rig.PATIENCE)
        .until(() -> !post(api, "/events", event("ann")).body().contains("capacity"));
  }

  private static void awaitStatus(EmbeddedServer api, int status) {
    await()
        .atMost(Rig.PATIENCE)
        .until(() -> post(api, "/events", event("ann")).statusCode() == status);
  }

  private static void assertReduced(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains(
            "\"type\":\"https://iana.org/assignments/http-problem-types#temporary-reduced-capacity\"");
  }

  private static void finishAllBut(long lag) throws Exception {
    Map<TopicPartition, Long> ends = new HashMap<>();
    rig.records()
        .forEach(
            r ->
                ends.merge(
                    new TopicPartition(r.topic(), r.partition()), r.offset() + 1, Math::max));
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    for (var end : ends.entrySet()) {
      long left = Math.min(lag, end.getValue());
      lag -= left;
      done.put(end.getKey(), new OffsetAndMetadata(end.getValue() - left));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", rig.kafka.bootstrapServers()))) {
      admin.alterConsumerGroupOffsets("event-processors", done).all().get();
    }
  }
}
