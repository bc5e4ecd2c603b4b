package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.consumer.handle.HandlerSettings;
import io.eventpipeline.consumer.handle.HandlerTools;
import io.eventpipeline.consumer.handle.Handlers;
import io.eventpipeline.consumer.ledger.LedgerConnection;
import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.Bounds;
import io.eventpipeline.consumer.retry.RetryPolicy;
import io.eventpipeline.consumer.retry.RetrySchedule;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop makes of a Redis that is there and does not do its work. */
class EventLoopIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void a_partition_that_comes_while_redis_is_full_is_taken_once_it_has_room(@TempDir Path dir) {
    Meters<ConsumerMetric> meters = new Meters<>(new SimpleMeterRegistry(), ConsumerMetric.class);
    try (LocalRedis redis = LocalRedis.start(dir, 0);
        RedisClient client = RedisClient.create(redis.uri());
        LedgerConnection link =
            new LedgerConnection(
                new RedisSettings(new Secret(redis.uri()), Duration.ofMillis(300)),
                client,
                meters)) {
      ListenSettings settings = settings();
      HandlerTools handlers =
          new HandlerTools(
              new Handlers(List.of()),
              new RetryPolicy(new RetrySchedule.Exponential(1, MINUTE, MINUTE)),
              settings.handler(),
              null);
      RedisLedger ledger =
          new RedisLedger(link, new KeySpaces(), settings.ledger(), settings.order());
      EventLoop loop = new EventLoop(settings, handlers, link, ledger, meters);
      loop.start();
      await().atMost(SOON).until(link::isUp);
      var store = client.connect().sync();
      Partition before = new Partition(new TopicPartition("events", 0), "", MINUTE);
      Partition meanwhile = new Partition(new TopicPartition("events", 1), "", MINUTE);

      store.configSet("maxmemory", "1");
      loop.assigned(before, null);
      await().atMost(SOON).until(() -> !link.isUp());
      loop.assigned(meanwhile, null);
      await().atMost(SOON).until(() -> meanwhile.runId() != null);
      store.configSet("maxmemory", "0");

      await().atMost(SOON).until(() -> store.exists("owner:events:0", "owner:events:1") == 2);
      assertThat(meanwhile.runId()).isEqualTo(before.runId());
      loop.stop();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("event-loop"));
      assertThat(loop.finish(List.of(before, meanwhile))).as("Kafka lets go of them").isDone();
    }
  }

  private static ListenSettings settings() {
    return new ListenSettings(
        new TopicSettings("events", 2),
        Bounds.of(MINUTE, 1000),
        new PauseSettings(1000),
        new LedgerSettings(MINUTE, Duration.ofSeconds(5)),
        new HandlerSettings(Duration.ofSeconds(1)),
        new ShutdownSettings(MINUTE));
  }
}
