package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.kafka.KafkaContact;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka for the id of the topic that has our topic's name now. A topic that is deleted and
 * created again gets another id. It has a client of its own, which {@link #renew} replaces: a
 * client that has seen the machine's clock set back may hang for hours. Poll thread only.
 */
final class TopicIds {
  private static final Logger LOG = LoggerFactory.getLogger(TopicIds.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int TIMEOUT_MS = 2000;

  private final Supplier<Admin> make;
  private final String topic;
  private final KafkaContact contact;
  private @Nullable Admin admin;
  private @Nullable KafkaFuture<TopicDescription> looking;
  private long lastLook;
  private boolean closed;
  private boolean refused;

  /** What Kafka says. */
  sealed interface Reply {
    /**
     * There is such a topic.
     *
     * @param id empty if the broker is older than 2.8, or our client may not ask for it
     */
    record Is(String id) implements Reply {}

    /** There is no such topic. */
    record Missing() implements Reply {}

    /** Nothing in time. */
    record Unknown(Throwable why) implements Reply {}
  }

  TopicIds(Supplier<Admin> make, String topic, KafkaContact contact) {
    this.make = make;
    this.topic = topic;
    this.contact = contact;
  }

  /** Asks now, and waits for the answer, 2 s at most. */
  Reply ask() {
    try {
      return answer(describe());
    } catch (KafkaException e) {
      return new Reply.Unknown(e);
    }
  }

  /** Asks once a second without waiting; null as long as there is no new answer. Call often. */
  @Nullable Reply look(long now) {
    KafkaFuture<TopicDescription> asked = looking;
    if (asked != null) {
      looking = asked.isDone() ? null : asked;
      return asked.isDone() ? answer(asked) : null;
    }
    if (now - lastLook >= LOOK_NANOS && !closed) {
      lastLook = now;
      try {
        looking = describe();
      } catch (KafkaException e) {
        return new Reply.Unknown(e);
      }
    }
    return null;
  }

  /** Asks with a new client from now on. */
  void renew() {
    looking = null;
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  /** Asks no more. */
  void close() {
    closed = true;
    renew();
  }

  private KafkaFuture<TopicDescription> describe() {
    if (closed) {
      throw new KafkaException("closed");
    }
    Admin client = admin;
    if (client == null) {
      client = make.get();
      admin = client;
    }
    return Objects.requireNonNull(
        client
            .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
            .topicNameValues()
            .get(topic));
  }

  private Reply answer(KafkaFuture<TopicDescription> asked) {
    Reply answer = read(asked);
    if (!(answer instanceof Reply.Unknown(Throwable why))) {
      contact.recordAnswer();
    } else if (!closed) {
      contact.recordSilence(why);
    }
    return answer;
  }

  private Reply read(KafkaFuture<TopicDescription> asked) {
    try {
      Uuid id = asked.get(TIMEOUT_MS, TimeUnit.MILLISECONDS).topicId();
      return new Reply.Is(Uuid.ZERO_UUID.equals(id) ? CommitNote.UNKNOWN_TOPIC : id.toString());
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case UnknownTopicOrPartitionException missing -> new Reply.Missing();
        case AuthorizationException notOurs -> refused(notOurs);
        case null -> new Reply.Unknown(e);
        case Throwable why -> new Reply.Unknown(why);
      };
    } catch (TimeoutException e) {
      return new Reply.Unknown(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Unknown(e);
    }
  }

  private Reply refused(Throwable why) {
    if (!refused) {
      refused = true;
      LOG.warn(
          "Kafka does not say the id of topic {}, so nobody notices when it is made anew; allow"
              + " DESCRIBE on it: {}",
          topic,
          why.toString());
    }
    return new Reply.Is(CommitNote.UNKNOWN_TOPIC);
  }
}
