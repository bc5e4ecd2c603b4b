package io.eventpipeline.admin.user;

import io.eventpipeline.admin.replay.ReplayPublisher;
import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;

/**
 * How many partitions the topic has, so far as this process knows. Kafka is asked now and then, and
 * nobody waits for it. Threads: any.
 */
@Singleton
public final class Partitions {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final ReplayPublisher publisher;
  private final TopicSettings topic;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile int known;
  private volatile long due = SystemTime.nanos();

  Partitions(ReplayPublisher publisher, TopicSettings topic) {
    this.publisher = publisher;
    this.topic = topic;
    this.known = topic.partitions();
  }

  /** The name of the topic. */
  public String topic() {
    return topic.name();
  }

  /** The last answer; before it, what a service would create. */
  public int count() {
    if (SystemTime.nanos() - due >= 0 && asking.compareAndSet(false, true)) {
      due = SystemTime.nanos() + FRESH.toNanos();
      var unused = Thread.ofVirtual().name("partitions").start(this::ask);
    }
    return known;
  }

  private void ask() {
    try {
      known = publisher.partitions(topic.name());
    } catch (KafkaException away) {
      // The page says that Kafka is away; what was known stays.
    } finally {
      asking.set(false);
    }
  }
}
