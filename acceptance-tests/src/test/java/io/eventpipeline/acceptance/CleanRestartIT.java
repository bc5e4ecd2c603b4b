package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The logs of an orderly restart of everything. */
class CleanRestartIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void a_clean_restart_of_everything_warns_of_nothing_in_redis() {
    Pipeline pipeline = STARTED.start(Pipeline.named("clean").processes().consumers(1));
    List<TestEvent> events = new ArrayList<>();
    Names.fresh("u", 40).forEach(user -> events.addAll(TestEvent.sequence(user, 1, 5)));
    finish(pipeline, events);
    pipeline.consumer(0).terminate();
    pipeline.ingest().terminate();
    assertThat(warningsOfRedis(pipeline.consumer(0).log())).isEmpty();
    assertThat(warningsOfRedis(pipeline.ingest().log())).isEmpty();
    assertThat(lines(pipeline.consumer(0).log()))
        .noneMatch(line -> line.contains("did not finish in time"))
        .noneMatch(line -> line.contains(" ERROR "));

    pipeline.redis().close();
    pipeline.redis().restart();
    ServiceProcess again = pipeline.startConsumer();
    List<TestEvent> more = TestEvent.sequence(Names.fresh("u"), 1, 5);
    pipeline.topic().produce(more);
    pipeline.redisView().awaitFinal(TestEvent.ids(more), SOON);
    // The events may be final before the turn of the poll thread that tells of the others.
    Waiting.until("a line", SOON, () -> !rereads(again.log()).isEmpty());
    again.terminate();
    assertThat(warningsOfRedis(again.log())).isEmpty();
    assertThat(rereads(again.log()))
        .singleElement()
        .asString()
        .contains("INFO", "partitions", "none is lost");
  }

  private static void finish(Pipeline pipeline, List<TestEvent> events) {
    pipeline.topic().produce(events);
    pipeline.redisView().awaitFinal(TestEvent.ids(events), SOON);
    pipeline.topic().awaitNoLag(SOON);
  }

  private static List<String> rereads(Path log) {
    return lines(log).stream().filter(line -> line.contains("read again")).toList();
  }

  private static List<String> warningsOfRedis(Path log) {
    return lines(log).stream()
        .filter(line -> line.matches("\\S+ (WARN|ERROR) .*"))
        .filter(line -> line.matches("(?i).*(redis|connection is already closed).*"))
        .toList();
  }

  private static List<String> lines(Path log) {
    try {
      return Files.readAllLines(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
