package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.testbed.rig.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/webhooks.md shows can be pasted into a shell. */
class WebhookDocsIT {
  private static final Pattern EXAMPLE =
      Pattern.compile("```\n(.*?)\n\n(HTTP/1.1 \\d+)[^\n]*\n(.*?)```", Pattern.DOTALL);

  private static final String SECRET = "the secret of this test, which is long enough";

  private static final String ID = "hook-17";
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration LIMIT_WINDOW = Duration.ofSeconds(11);

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private Pipeline pipeline;

  @Test
  void each_command_gives_the_answer_that_stands_below_it() throws Exception {
    pipeline = STARTED.start(Pipeline.named("webhook-docs").ingest("WEBHOOK_SECRET", SECRET));
    List<MatchResult> examples =
        EXAMPLE.matcher(Files.readString(Path.of("../docs/webhooks.md"))).results().toList();
    assertThat(examples).hasSize(4);
    AtomicInteger run = new AtomicInteger();
    // On a busy machine Kafka may take longer than a sender of orders waits; then all is tried
    // again.
    await()
        .atMost(SOON)
        .pollInterval(LIMIT_WINDOW)
        .pollDelay(Duration.ZERO)
        .until(() -> allAnswered(examples, "order-" + run.incrementAndGet()));
    String id = "order-" + run.get();
    pipeline.redisView().awaitFinal(List.of(id), SOON);
    assertThat(pipeline.redisView().event(id)).containsEntry("userId", "ann");
  }

  /** False if the API was late. */
  private boolean allAnswered(List<MatchResult> examples, String id) throws Exception {
    StringBuilder before = new StringBuilder();
    for (MatchResult example : examples) {
      String command =
          example.group(1).replace(":3000", ":" + pipeline.ingest().port()).replace(ID, id);
      String said = shell(before + command);
      if (said.startsWith("HTTP/1.1 503")) {
        return false;
      }
      assertThat(said)
          .startsWith(example.group(2))
          .endsWith(example.group(3).strip().replace(ID, id));
      before.append(command, 0, command.lastIndexOf("hook ")); // its variables and functions
    }
    return true;
  }

  private static String shell(String script) throws IOException, InterruptedException {
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", script).redirectError(ProcessBuilder.Redirect.DISCARD);
    bash.environment().put("WEBHOOK_SECRET", SECRET);
    Process shell = bash.start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(script).isZero();
    return said;
  }
}
