package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Among the tests that run one after another: nothing else may start processes meanwhile. */
class LocalRedisTest {
  @Test
  void a_server_that_does_not_start_says_why_and_is_not_left_behind(@TempDir Path dir) {
    assertThatThrownBy(() -> LocalRedis.start(dir, 0, "--appendfsync", "now and then"))
        .hasMessageContaining("redis-server ended with status 1")
        .hasMessageContaining("appendfsync");
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }
}
