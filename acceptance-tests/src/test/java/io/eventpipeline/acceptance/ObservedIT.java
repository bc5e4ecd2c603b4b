package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees of an event in JSON log lines. */
class ObservedIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline =
        STARTED.start(
            Pipeline.named("observed")
                .consumer("LOG_FORMAT", "json")
                .consumer("LOGGER_LEVELS_IO_EVENTPIPELINE", "DEBUG")
                .ingest("LOG_FORMAT", "json"));
  }

  @Test
  void an_event_is_told_in_one_line_at_debug() {
    TestEvent event = anEvent().of("una").seq(1);
    pipeline.api().send(event);
    JsonNode line =
        awaitLine(
            consumerLog(), l -> is(l, event) && l.path("outcome").asText().equals("processed"));
    assertThat(line.path("level").asText()).isEqualTo("DEBUG");
    assertThat(line.path("user_id").asText()).isEqualTo("una");
    assertThat(line.path("partition").isInt()).as(line.toString()).isTrue();
    assertThat(line.path("offset").isInt()).as(line.toString()).isTrue();
    assertThat(line.path("attempt").asInt()).isEqualTo(1);
    assertThat(line.path("duration_ms").isInt()).as(line.toString()).isTrue();
    assertThat(line.path("time").asText()).startsWith("20");
  }

  @Test
  void a_failing_event_is_told_attempt_by_attempt() {
    TestEvent event = anEvent().of("fay").failing();
    pipeline.api().send(event);
    JsonNode last =
        awaitLine(consumerLog(), l -> is(l, event) && l.path("level").asText().equals("ERROR"));
    assertThat(last.path("outcome").asText()).isEqualTo("failed");
    assertThat(last.path("attempt").asInt()).isEqualTo(3);
    assertThat(last.path("partition").isInt()).as(last.toString()).isTrue();
    List<JsonNode> retries =
        lines(consumerLog()).stream()
            .filter(l -> is(l, event) && l.path("outcome").asText().equals("retry"))
            .toList();
    assertThat(retries).extracting(l -> l.path("attempt").asInt()).containsExactly(1, 2);
    assertThat(retries).allSatisfy(l -> assertThat(l.path("duration_ms").isInt()).isTrue());
  }

  @Test
  void whatever_fails_an_event_is_told_in_one_line() {
    TestEvent unknown = anEvent().of("ned").type("nobody.takes.this");
    TestEvent first = anEvent().of("zoe").seq(1);
    TestEvent far = anEvent().of("zoe").seq(1_000_000_000_000L);
    byte[] junk = "no JSON at all".getBytes(StandardCharsets.UTF_8);
    pipeline.topic().produce(List.of(unknown, first));
    pipeline.redisView().awaitFinal(List.of(first.id()), SOON);
    pipeline.topic().produce(far);
    RecordMetadata place = pipeline.topic().produceRaw(2, null, junk);
    String poison = "poison~events~2~" + place.offset();
    List<String> failed = List.of(unknown.id(), far.id(), poison);
    pipeline.redisView().awaitFinal(failed, SOON);
    for (String id : failed) {
      Predicate<JsonNode> told = line -> isFailureOf(line, id);
      JsonNode line = awaitLine(consumerLog(), told);
      assertThat(lines(consumerLog())).filteredOn(told).hasSize(1);
      assertThat(line.path("attempt").isInt()).as(line.toString()).isTrue();
      assertThat(line.path("message").asText())
          .contains(pipeline.redisView().event(id).get("error"));
    }
  }

  private static boolean isFailureOf(JsonNode line, String id) {
    return line.path("event_id").asText().equals(id)
        && line.path("level").asText().equals("ERROR")
        && line.path("outcome").asText().equals("failed");
  }

  @Test
  void both_services_sum_up_every_ten_seconds() {
    pipeline.api().sendBatch(TestEvent.sequence("sam", 1, 100));
    JsonNode consumer =
        awaitLine(consumerLog(), l -> l.path("logger").asText().endsWith("Summary"));
    assertThat(consumer.path("level").asText()).isEqualTo("INFO");
    assertThat(consumer.path("events_per_s").isInt()).as(consumer.toString()).isTrue();
    assertThat(consumer.has("failed")).isTrue();
    assertThat(consumer.has("p95_ms")).isTrue();
    assertThat(consumer.has("dead_letters")).isTrue();
    assertThat(consumer.has("lag")).isTrue();
    JsonNode ingest = awaitLine(ingestLog(), l -> l.path("logger").asText().endsWith("Summary"));
    assertThat(ingest.path("events_per_s").isInt()).as(ingest.toString()).isTrue();
  }

  private static boolean is(JsonNode line, TestEvent event) {
    return line.path("event_id").asText().equals(event.id());
  }

  private static Path consumerLog() {
    return pipeline.consumer(0).log();
  }

  private static Path ingestLog() {
    return pipeline.ingest().log();
  }

  private static JsonNode awaitLine(Path log, Predicate<JsonNode> wanted) {
    Waiting.until("a line", SOON, () -> lines(log).stream().anyMatch(wanted));
    return lines(log).stream().filter(wanted).findFirst().orElseThrow();
  }

  /** All complete lines except those of the JVM itself. */
  private static List<JsonNode> lines(Path log) {
    try {
      return Files.readString(log)
          .lines()
          .filter(line -> line.startsWith("{") && line.endsWith("}"))
          .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
