package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.kafka.KafkaContact;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topic if it is missing, trying until the broker says that it is there. */
@Context
final class TopicAtStart {
  private static final Logger LOG = LoggerFactory.getLogger(TopicAtStart.class);
  private static final int TIMEOUT_MS = 5000;

  private final AdminClient admin;
  private final String name;
  private final int partitions;
  private final KafkaContact contact;
  private final CountDownLatch closed = new CountDownLatch(1);

  TopicAtStart(
      AdminClient admin,
      KafkaContact contact,
      @Value("${topic.name}") String name,
      @Value("${topic.partitions}") int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("topic.partitions must be at least 1: " + partitions);
    }
    this.admin = admin;
    this.contact = contact;
    this.name = name;
    this.partitions = partitions;
    Thread.ofVirtual().name("topic-at-start").start(this::create);
  }

  private void create() {
    try {
      while (!isThere() && !closed.await(1, TimeUnit.SECONDS)) {
        LOG.debug("asking again for topic {}", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isThere() throws InterruptedException {
    NewTopic topic =
        new NewTopic(name, Optional.of(partitions), Optional.empty())
            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    try {
      admin
          .createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(TIMEOUT_MS))
          .all()
          .get();
      LOG.info("created topic {} with {} partitions", name, partitions);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return true;
      }
      switch (e.getCause()) {
        case TimeoutException away -> contact.silent(away);
        case IllegalStateException closed -> LOG.debug("the process ends: {}", closed.toString());
        case null, default ->
            LOG.warn("topic {} is not there yet: {}", name, String.valueOf(e.getCause()));
      }
      return false;
    }
  }

  @PreDestroy
  void close() {
    closed.countDown();
  }
}
