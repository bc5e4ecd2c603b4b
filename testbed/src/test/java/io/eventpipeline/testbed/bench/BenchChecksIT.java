package io.eventpipeline.testbed.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.local.LocalRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a measurement demands of Redis before it counts. */
class BenchChecksIT {
  /** Two users with two events each. */
  private final BenchEvents events = new BenchEvents("n", 4, 2, true, 0);

  private LocalRedis server;
  private RawRedis redis;

  @BeforeEach
  void start(@TempDir Path dir) {
    server = LocalRedis.startStore(dir, 0);
    redis = new RawRedis(server.uri());
  }

  @AfterEach
  void stop() {
    redis.close();
    server.close();
  }

  private void order(String user, String... seqs) {
    for (String seq : seqs) {
      redis.ask("RPUSH", "order:" + user, seq);
    }
  }

  @Test
  void orders_that_hold_each_seq_once_and_in_order_pass() {
    order("n-u0", "1", "2");
    order("n-u1", "1", "2");
    assertThatCode(() -> UserOrders.require(server.uri(), events)).doesNotThrowAnyException();
  }

  @Test
  void an_order_with_a_place_twice_or_none_or_swapped_does_not_pass() {
    order("n-u0", "1", "2");
    order("n-u1", "2", "1");
    assertThatThrownBy(() -> UserOrders.require(server.uri(), events))
        .hasMessageContaining("order:n-u1 holds [2, 1]");
    redis.ask("DEL", "order:n-u1");
    assertThatThrownBy(() -> UserOrders.require(server.uri(), events))
        .hasMessageContaining("order:n-u1 holds []");
    order("n-u1", "1", "2", "2");
    assertThatThrownBy(() -> UserOrders.require(server.uri(), events))
        .hasMessageContaining("order:n-u1 holds [1, 2, 2]");
  }

  @Test
  void a_run_without_the_window_log_or_the_outbox_does_not_count() {
    BenchEvents hundred = new BenchEvents("n", 100, 100, false, 0); // one payment
    redis.ask("APPEND", "win:1", "x".repeat(3 * 1000));
    assertThatThrownBy(() -> AllOn.requireTraces(server.uri(), hundred))
        .hasMessageContaining("0 of 1 notifications");
    redis.ask("XADD", BenchNotes.OUTBOX, "*", "d", "0|n#1|{}");
    assertThatCode(() -> AllOn.requireTraces(server.uri(), hundred)).doesNotThrowAnyException();
    redis.ask("DEL", "win:1");
    assertThatThrownBy(() -> AllOn.requireTraces(server.uri(), hundred))
        .hasMessageContaining("0 of ")
        .hasMessageContaining("bytes in the window log");
  }
}
