package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the services do and log while Kafka is away. */
class KafkaAwayIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Duration SOON = Duration.ofSeconds(90);

  /** The shutdown grace of 5 s, and what a busy machine may add. */
  private static final long STOP_SECONDS = 20;

  /** A slow start takes more than one minute. */
  private static final long ONCE_A_MINUTE = 3;

  private static List<String> log(ServiceProcess service) throws IOException {
    return Files.readAllLines(service.log());
  }

  private static long count(ServiceProcess service, String part) throws IOException {
    return log(service).stream().filter(line -> line.contains(part)).count();
  }

  /** Counts equal lines of Kafka's clients, with their numbers replaced. */
  private static Map<String, Long> clientLines(ServiceProcess service) throws IOException {
    return log(service).stream()
        .filter(line -> line.contains("clientId="))
        .map(line -> line.replaceAll("[0-9]+", "0"))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Test
  void the_services_end_in_time() throws Exception {
    Pipeline pipeline =
        STARTED.start(Pipeline.named("kafka-gone").processes().consumer("SHUTDOWN_GRACE", "5s"));
    List<TestEvent> events = TestEvent.sequence(EventsTopic.usersIn(0, 1).getFirst(), 1, 5);
    pipeline.topic().produce(events);
    pipeline.redisView().awaitFinal(TestEvent.ids(events), SOON);
    pipeline.kafka().kill();
    assertEndInTime(pipeline.consumer(0), pipeline.ingest());
    assertThat(count(pipeline.consumer(0), "a commit did not arrive")).isLessThanOrEqualTo(1);
    // These two never reached Kafka.
    assertEndInTime(pipeline.launch(), pipeline.relaunchIngest());
  }

  private static void assertEndInTime(ServiceProcess... services) throws Exception {
    for (ServiceProcess service : services) {
      Waiting.until("it to notice", SOON, () -> count(service, "does not answer") > 0);
    }
    for (ServiceProcess service : services) {
      service.signal("TERM");
      assertThat(service.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS))
          .as(() -> "it ends: " + service.tail())
          .isTrue();
    }
  }

  @Test
  void services_that_start_say_where_they_look_for_kafka() throws Exception {
    Pipeline pipeline = STARTED.start(Pipeline.named("kafka-late").processes().consumers(0));
    pipeline.kafka().kill();
    pipeline.ingest().terminate();
    String where = "Kafka at " + pipeline.kafka().bootstrapServers();
    for (ServiceProcess service : List.of(pipeline.launch(), pipeline.relaunchIngest())) {
      Waiting.until(
          "a line of our own", SOON, () -> count(service, where + " does not answer") > 0);
    }
    // Both have tried for so long that each client has logged every line several times.
    for (ServiceProcess service : List.of(pipeline.consumer(0), pipeline.ingest())) {
      assertThat(clientLines(service).values()).allMatch(times -> times <= ONCE_A_MINUTE);
    }
    pipeline.kafka().restart();
    for (ServiceProcess service : List.of(pipeline.consumer(0), pipeline.ingest())) {
      Waiting.until("that it answers", SOON, () -> count(service, where + " answers") > 0);
    }
    TestEvent event = anEvent().of("ann");
    pipeline.api().sendUntilTaken(event);
    pipeline.redisView().awaitFinal(List.of(event.id()), SOON);
  }
}
