package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalLambdaTest {
  @TempDir Path dir;

  @Test
  @Timeout(60)
  void a_call_does_not_wait_for_a_process_that_has_ended() {
    List<String> command = List.of("sh", "-c", "echo no memory; exit 3");
    try (LocalLambda lambda =
        LocalLambda.start("handler", command, Map.of(), dir.resolve("lambda.log"))) {
      for (int call = 0; call < 2; call++) {
        assertThatThrownBy(() -> lambda.call("{}", Duration.ofHours(1)))
            .hasMessageContaining("has ended", "no memory");
      }
    }
  }
}
