package io.eventpipeline.ingest.publish;

import io.eventpipeline.contract.WallClock;
import io.eventpipeline.runtime.kafka.KafkaContact;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer of the process, there once the topic is and the producer knows it: nothing is
 * sent before, so that no broker creates the topic by itself, and wrongly. When the machine's clock
 * is set back, the producer is made anew, and what it had not sent yet fails at once. Threads: any.
 */
public final class TopicProducer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicProducer.class);
  private static final String LOG_APPEND_TIME = "LogAppendTime";
  private static final Duration LAST_ACKS = Duration.ofSeconds(6);
  private static final long ASK_AGAIN_MS = 200;
  private static final int TIMEOUT_MS = 5000;

  private final AdminClient admin;
  private final Supplier<Producer<byte[], byte[]>> make;
  private final PublishSettings settings;
  private final KafkaContact contact;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch there = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Producer<byte[], byte[]> ready;

  public TopicProducer(
      AdminClient admin,
      Supplier<Producer<byte[], byte[]>> make,
      PublishSettings settings,
      KafkaContact contact) {
    this.admin = admin;
    this.make = make;
    this.settings = settings;
    this.contact = contact;
    Producer<byte[], byte[]> first = make.get(); // a wrong setting stops the start
    this.thread = Thread.ofVirtual().name("topic-producer").start(() -> run(first));
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
      while (!exists() && !closed.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
        LOG.debug("asking again for topic {}", settings.topic());
      }
      awaitKnown(producer);
      warnOfTimestamps();
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
        return make.get();
      } catch (KafkaException e) {
        LOG.warn("no new producer yet, it is tried again: {}", e.toString());
        Thread.sleep(ASK_AGAIN_MS);
      }
    }
  }

  private void awaitKnown(Producer<byte[], byte[]> producer) throws InterruptedException {
    while (!isKnown(producer) && !closed.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
      LOG.debug("topic {} is not known yet", settings.topic());
    }
    ready = producer;
    there.countDown();
  }

  private boolean isKnown(Producer<byte[], byte[]> producer) {
    try {
      return !producer.partitionsFor(settings.topic()).isEmpty();
    } catch (KafkaException notYet) {
      return false;
    }
  }

  private boolean exists() throws InterruptedException {
    NewTopic topic =
        new NewTopic(settings.topic(), Optional.of(settings.partitions()), Optional.empty())
            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, LOG_APPEND_TIME));
    try {
      admin
          .createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(TIMEOUT_MS))
          .all()
          .get();
      LOG.info("created topic {} with {} partitions", settings.topic(), settings.partitions());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return true;
      }
      if (e.getCause() instanceof AuthorizationException) {
        LOG.debug("this client may not create topics: {}", e.getCause().toString());
        return true; // whoever may create it did; the producer finds out
      }
      switch (e.getCause()) {
        case TimeoutException away -> contact.silent(away);
        case IllegalStateException closed -> LOG.debug("the process ends: {}", closed.toString());
        case null, default ->
            LOG.warn(
                "topic {} is not there yet: {}", settings.topic(), String.valueOf(e.getCause()));
      }
      return false;
    }
  }

  private void warnOfTimestamps() throws InterruptedException {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
    try {
      Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      ConfigEntry timestamps =
          config == null ? null : config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
      String type = timestamps == null ? null : timestamps.value();
      if (type != null && !LOG_APPEND_TIME.equals(type)) {
        LOG.warn(
            "topic {} has message.timestamp.type={}, set it to {}",
            settings.topic(),
            type,
            LOG_APPEND_TIME);
      }
    } catch (ExecutionException notAllowed) {
      LOG.debug("the settings of the topic are not known: {}", notAllowed.toString());
    }
  }

  /** Waits for the acknowledgements that are still out, 6 s at most. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(LAST_ACKS.plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
