package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.kafka.TopicSetup;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.CountDownLatch;

/** Has the topic created while the service starts, however long Kafka is away. */
@Context
final class TopicAtStart {
  private final CountDownLatch closed = new CountDownLatch(1);

  TopicAtStart(TopicSetup topic) {
    Thread.ofVirtual().name("topic-at-start").start(() -> ensure(topic));
  }

  private void ensure(TopicSetup topic) {
    try {
      topic.ensure(closed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void close() {
    closed.countDown();
  }
}
