package io.eventpipeline.ingest.publish;

import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.kafka.TopicSetup;
import io.eventpipeline.runtime.kafka.WallClock;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer of the process, there once the topic is and the producer knows it: nothing is
 * sent before, so that no broker creates the topic by itself, and wrongly. When the machine's clock
 * is set back, the producer is made anew, and what it had not sent yet fails at once. Threads: any.
 */
@Singleton
public final class TopicProducer implements ApplicationEventListener<StartupEvent>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicProducer.class);
  private static final Duration LAST_ACKS = Duration.ofSeconds(6);
  private static final long ASK_AGAIN_MS = 200;

  private final ProducerFactory producers;
  private final TopicSettings settings;
  private final TopicSetup topic;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch there = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Producer<byte[], byte[]> ready;

  TopicProducer(ProducerFactory producers, TopicSettings settings, TopicSetup topic) {
    this.producers = producers;
    this.settings = settings;
    this.topic = topic;
    Producer<byte[], byte[]> first = producers.make(); // a wrong setting stops the start
    this.thread = Thread.ofVirtual().name("topic-producer").unstarted(() -> run(first));
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    thread.start();
  }

  /** The producer; null while events cannot be sent. */
  @Nullable Producer<byte[], byte[]> ready() {
    return ready;
  }

  /** Waits until events can be sent for the first time, but no longer than {@code atMost}. */
  public void await(Duration atMost) {
    try {
      var unused = there.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Producer<byte[], byte[]> first) {
    WallClock clock = new WallClock();
    Producer<byte[], byte[]> producer = first;
    try {
      topic.ensure(closed);
      awaitKnown(producer);
      topic.warnOfTimestamps();
      while (!closed.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
        if (clock.wasSetBack()) {
          LOG.warn("the clock of this machine was set back: connecting to Kafka anew");
          ready = null;
          producer.close(Duration.ZERO);
          producer = makeAnew();
          awaitKnown(producer);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      producer.close(LAST_ACKS);
    }
  }

  private Producer<byte[], byte[]> makeAnew() throws InterruptedException {
    while (true) {
      try {
        return producers.make();
      } catch (KafkaException e) {
        LOG.warn("no new producer yet, it is tried again: {}", e.toString());
        Thread.sleep(ASK_AGAIN_MS);
      }
    }
  }

  private void awaitKnown(Producer<byte[], byte[]> producer) throws InterruptedException {
    while (!isKnown(producer) && !closed.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
      LOG.debug("topic {} is not known yet", settings.name());
    }
    ready = producer;
    there.countDown();
  }

  private boolean isKnown(Producer<byte[], byte[]> producer) {
    try {
      return !producer.partitionsFor(settings.name()).isEmpty();
    } catch (KafkaException notYet) {
      return false;
    }
  }

  /** Waits for the acknowledgements that are still out, 6 s at most. */
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
