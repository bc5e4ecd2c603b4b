package io.eventpipeline.ingest.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topic if it is missing, trying until it is there and the producer knows it. Until
 * then nothing is sent, so that no broker creates the topic by itself, and wrongly.
 */
public final class TopicAtStart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicAtStart.class);
  private static final String LOG_APPEND_TIME = "LogAppendTime";

  private final AdminClient admin;
  private final Producer<byte[], byte[]> producer;
  private final PublishSettings settings;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch there = new CountDownLatch(1);

  public TopicAtStart(
      AdminClient admin, Producer<byte[], byte[]> producer, PublishSettings settings) {
    this.admin = admin;
    this.producer = producer;
    this.settings = settings;
    Thread.ofVirtual().name("topic-at-start").start(this::find);
  }

  /** True once events can be sent. */
  boolean isThere() {
    return there.getCount() == 0;
  }

  /** Waits until events can be sent, but no longer than {@code atMost}. */
  public void await(Duration atMost) {
    try {
      var unused = there.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void find() {
    try {
      while (!(exists() && isKnown()) && !closed.await(200, TimeUnit.MILLISECONDS)) {
        LOG.debug("asking again for topic {}", settings.topic());
      }
      if (closed.getCount() > 0) {
        there.countDown();
      }
      warnOfTimestamps();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean exists() throws InterruptedException {
    NewTopic topic =
        new NewTopic(settings.topic(), Optional.of(settings.partitions()), Optional.empty())
            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, LOG_APPEND_TIME));
    try {
      admin.createTopics(List.of(topic)).all().get();
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
      LOG.warn("topic {} is not there yet: {}", settings.topic(), String.valueOf(e.getCause()));
      return false;
    }
  }

  private boolean isKnown() {
    try {
      return !producer.partitionsFor(settings.topic()).isEmpty();
    } catch (KafkaException notYet) {
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

  @Override
  public void close() {
    closed.countDown();
  }
}
