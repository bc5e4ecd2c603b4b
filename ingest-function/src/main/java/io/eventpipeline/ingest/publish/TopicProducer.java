package io.eventpipeline.ingest.publish;

import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.kafka.TopicSetup;
import io.eventpipeline.runtime.kafka.WallClock;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer of the process. It exists once the topic does and the producer knows it; nothing
 * is sent before, because then a broker would create the topic with its own defaults. When the
 * machine's clock is set back, this class replaces the producer, and events not yet sent fail at
 * once. Threads: any.
 */
@Singleton
public final class TopicProducer implements ApplicationEventListener<StartupEvent>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicProducer.class);
  private static final Duration LAST_ACKS = Duration.ofSeconds(6);
  private static final long ASK_AGAIN_MS = 200;

  private final Properties kafka;
  private final TopicSettings settings;
  private final TopicSetup topic;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch firstReady = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Producer<byte[], byte[]> ready;

  @Inject
  TopicProducer(KafkaDefaultConfiguration kafka, TopicSettings settings, TopicSetup topic) {
    this(kafka.getConfig(), settings, topic);
  }

  /**
   * @param kafka the team's settings for Kafka
   */
  TopicProducer(Properties kafka, TopicSettings settings, TopicSetup topic) {
    this.kafka = kafka;
    this.settings = settings;
    this.topic = topic;
    Producer<byte[], byte[]> first = newProducer(); // a wrong setting stops the start
    this.thread = Thread.ofVirtual().name("topic-producer").unstarted(() -> run(first));
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    thread.start();
  }

  /** The producer; null while it cannot send events. */
  @Nullable Producer<byte[], byte[]> ready() {
    return ready;
  }

  /** Whether the producer could ever send events. */
  public boolean wasReady() {
    return firstReady.getCount() == 0;
  }

  /** Waits until the producer can send events for the first time, at most {@code atMost}. */
  public void await(Duration atMost) {
    try {
      var unused = firstReady.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does not connect yet. */
  private Producer<byte[], byte[]> newProducer() {
    return new KafkaProducer<>(
        ProducerDefaults.complete(kafka), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void run(Producer<byte[], byte[]> first) {
    WallClock clock = new WallClock();
    Producer<byte[], byte[]> producer = first;
    try {
      topic.ensure(closed);
      awaitTopic(producer);
      topic.warnOfTimestamps();
      while (!closed.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
        if (clock.wasSetBack()) {
          producer = replace(producer);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      producer.close(LAST_ACKS);
    }
  }

  private Producer<byte[], byte[]> replace(Producer<byte[], byte[]> old)
      throws InterruptedException {
    LOG.warn("The clock of this machine was set back; connecting to Kafka again");
    ready = null;
    old.close(Duration.ZERO);
    Producer<byte[], byte[]> next = retryNewProducer();
    awaitTopic(next);
    return next;
  }

  private Producer<byte[], byte[]> retryNewProducer() throws InterruptedException {
    while (true) {
      try {
        return newProducer();
      } catch (KafkaException e) {
        LOG.warn("Cannot create a Kafka producer; retrying: {}", e.toString());
        Thread.sleep(ASK_AGAIN_MS);
      }
    }
  }

  private void awaitTopic(Producer<byte[], byte[]> producer) throws InterruptedException {
    while (!knowsTopic(producer) && !closed.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
      LOG.debug("The producer does not know topic {} yet", settings.name());
    }
    ready = producer;
    firstReady.countDown();
  }

  private boolean knowsTopic(Producer<byte[], byte[]> producer) {
    try {
      return !producer.partitionsFor(settings.name()).isEmpty();
    } catch (KafkaException notYet) {
      return false;
    }
  }

  /** Waits for outstanding acknowledgements, at most 6 s. */
  @Override
  @PreDestroy
  public void close() {
    closed.countDown();
    try {
      thread.join(LAST_ACKS.plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
