package io.eventpipeline.testbed.parallel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real Redis. */
class EventEffectsIT {
  private LocalRedis server;
  private RedisClient client;
  private RedisCommands<String, String> redis;
  private EventEffects effects;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    server = LocalRedis.startStore(dir, 0);
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
    effects = new EventEffects(server.uri());
  }

  @AfterEach
  void stop() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    effects.close();
    server.close();
  }

  private long write(ReadEvent... events) throws Exception {
    return effects.write(List.of(events)).get(10, TimeUnit.SECONDS);
  }

  private static ReadEvent event(String id, String user, int seq) {
    String json =
        """
        {"id":"%s","userId":"%s","type":"order.created","payload":{"seq":%d},"timestamp":1}\
        """
            .formatted(id, user, seq);
    return ReadEvent.of(json.getBytes(UTF_8));
  }

  @Test
  void an_event_gets_a_state_that_expires_and_its_place_in_the_order_of_its_user()
      throws Exception {
    assertThat(write(event("a", "ann", 1), event("b", "bob", 1))).isZero();
    assertThat(write(event("c", "ann", 2))).isZero();
    assertThat(redis.lrange("order:ann", 0, -1)).containsExactly("1", "2");
    assertThat(redis.lrange("order:bob", 0, -1)).containsExactly("1");
    assertThat(redis.hgetall("event:c"))
        .containsEntry("status", "processed")
        .containsEntry("userId", "ann")
        .containsEntry("type", "order.created")
        .containsEntry("seq", "2")
        .containsKeys("processedAt", "attempts");
    assertThat(redis.pttl("event:c")).isPositive();
  }

  @Test
  void an_event_that_comes_again_has_no_second_effect() throws Exception {
    assertThat(write(event("a", "ann", 1))).isZero();
    assertThat(write(event("a", "ann", 1), event("b", "bob", 1))).isEqualTo(1);
    assertThat(redis.lrange("order:ann", 0, -1)).containsExactly("1");
    assertThat(redis.lrange("order:bob", 0, -1)).containsExactly("1");
  }
}
