package io.eventpipeline.runtime.kafka;

import io.eventpipeline.runtime.observe.OnceAMinute;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topic if it is missing, before a broker creates it with its own defaults. Threads:
 * any.
 */
@Singleton
public final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final String LOG_APPEND_TIME = "LogAppendTime";
  private static final int TIMEOUT_MS = 5000;
  private static final long ASK_AGAIN_MS = 200;

  private final AdminClient admin;
  private final TopicSettings settings;
  private final KafkaContact contact;
  private final OnceAMinute refusals = new OnceAMinute();

  public TopicSetup(AdminClient admin, TopicSettings settings, KafkaContact contact) {
    this.admin = admin;
    this.settings = settings;
    this.contact = contact;
  }

  /**
   * Retries until the topic exists, or until Kafka says that this client may not create topics.
   * Returns early when {@code closed} opens.
   */
  public void ensure(CountDownLatch closed) throws InterruptedException {
    while (!isDone() && !closed.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
      LOG.debug("asking again for topic {}", settings.name());
    }
  }

  private boolean isDone() throws InterruptedException {
    NewTopic topic =
        new NewTopic(settings.name(), Optional.of(settings.partitions()), Optional.empty())
            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, LOG_APPEND_TIME));
    try {
      admin
          .createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(TIMEOUT_MS))
          .all()
          .get();
      LOG.info("created topic {} with {} partitions", settings.name(), settings.partitions());
      return true;
    } catch (ExecutionException e) {
      return isDone(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private boolean isDone(Throwable refusal) {
    switch (refusal) {
      case TopicExistsException there -> {
        return true;
      }
      case AuthorizationException notOurs -> {
        LOG.info(
            "Kafka does not let this client create topic {}; create it yourself if it is missing",
            settings.name());
        return true;
      }
      case TimeoutException away -> contact.recordSilence(away);
      case IllegalStateException closed ->
          LOG.debug("the admin client is closed: {}", closed.toString());
      default -> tell(refusal.toString());
    }
    return false;
  }

  private void tell(String refusal) {
    if (refusals.mayTell(refusal, System.nanoTime())) {
      LOG.warn(
          "topic {} cannot be created; retrying until it exists: {}", settings.name(), refusal);
    }
  }

  /** Warns if the topic does not store the broker's time. */
  public void warnOfTimestamps() throws InterruptedException {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, settings.name());
    try {
      Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      ConfigEntry timestamps =
          config == null ? null : config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
      String type = timestamps == null ? null : timestamps.value();
      if (type != null && !LOG_APPEND_TIME.equals(type)) {
        LOG.warn(
            "topic {} has message.timestamp.type={}, set it to {}",
            settings.name(),
            type,
            LOG_APPEND_TIME);
      }
    } catch (ExecutionException notAllowed) {
      LOG.debug("the settings of the topic cannot be read: {}", notAllowed.toString());
    }
  }
}
