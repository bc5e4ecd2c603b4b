package io.eventpipeline.admin.command;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.admin.replay.JobRunner;
import io.eventpipeline.admin.replay.JobStart;
import io.eventpipeline.admin.replay.ReplayJobs;
import io.eventpipeline.admin.replay.ReplayPublisher;
import io.eventpipeline.admin.replay.ReplaySettings;
import io.eventpipeline.admin.replay.SingleReplay;
import io.eventpipeline.admin.user.Pauses;
import io.eventpipeline.admin.user.WaitingUsers;
import io.eventpipeline.local.GivenRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The connections of one command, and what works on them. One thread makes them. */
final class Connections implements AutoCloseable {
  private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(5);

  private final PipelineTarget target;
  private final RedisClient client;
  private final AdminRedis redis;
  private final KeySpace space = new KeySpaces().all().getFirst();
  private @Nullable ReplayPublisher publisher;

  private Connections(PipelineTarget target, RedisClient client) {
    this.target = target;
    this.client = client;
    this.redis = new AdminRedis(client.connect(), REDIS_TIMEOUT);
  }

  /**
   * Connects to Redis.
   *
   * @throws IllegalStateException saying what to do, if it does not answer
   */
  static Connections open(PipelineTarget target) {
    RedisURI uri = GivenRedis.parse(target.redis());
    uri.setTimeout(REDIS_TIMEOUT);
    RedisClient client = RedisClient.create(uri);
    try {
      return new Connections(target, client);
    } catch (RedisException e) {
      client.shutdown(Duration.ZERO, REDIS_TIMEOUT);
      throw new IllegalStateException(
          "no Redis answers at %s:%d: start the pipeline with ./pipeline up, or correct --redis"
              .formatted(uri.getHost(), uri.getPort()));
    }
  }

  DeadLetters letters() {
    return new DeadLetters(redis, space);
  }

  ReplayJobs jobs() {
    return new ReplayJobs(redis, space, letters());
  }

  Audit audit() {
    return new Audit(redis);
  }

  Pauses pauses() {
    return new Pauses(redis, space, audit());
  }

  WaitingUsers waiting() {
    return new WaitingUsers(redis, space);
  }

  SingleReplay single() {
    return new SingleReplay(letters(), jobs(), publisher(), audit(), ReplaySettings.DEFAULT);
  }

  JobStart start() {
    JobRunner runner = new JobRunner(letters(), jobs(), publisher(), ReplaySettings.DEFAULT);
    return new JobStart(jobs(), runner, audit());
  }

  /** Redis' clock, unix milliseconds. */
  long millis() {
    return redis.millis();
  }

  /**
   * How many partitions the topic has.
   *
   * @throws IllegalStateException saying what to do, if Kafka does not tell
   */
  int partitions(String topic) {
    try {
      return publisher().partitions(topic);
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "Kafka at %s does not tell of the topic %s: start the pipeline with ./pipeline up, or correct --kafka"
              .formatted(target.kafka(), topic));
    }
  }

  private ReplayPublisher publisher() {
    if (publisher == null) {
      Properties kafka = new Properties();
      kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, target.kafka());
      publisher = ReplayPublisher.connect(kafka);
    }
    return publisher;
  }

  @Override
  public void close() {
    if (publisher != null) {
      publisher.close();
    }
    client.shutdown(Duration.ZERO, REDIS_TIMEOUT);
  }
}
