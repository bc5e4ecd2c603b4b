package io.eventpipeline.admin.log;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the clients that read the log. None joins a group. A client that is not used costs nothing.
 * Threads: any.
 */
@Singleton
public final class LogClients implements AutoCloseable {
  /** The longest wait for one answer of a broker. */
  static final int ANSWER_MS = 1500;

  private static final int CALL_MS = 2000;
  private static final int KB = 1024;

  private final Properties kafka;
  private @Nullable Admin admin;

  @Inject
  LogClients(KafkaDefaultConfiguration kafka) {
    this(kafka.getConfig());
  }

  /**
   * @param kafka settings of the clients, {@code bootstrap.servers} among them
   */
  public LogClients(Properties kafka) {
    this.kafka = new Properties();
    this.kafka.putAll(kafka);
    this.kafka.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
    this.kafka.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MS);
  }

  /** For the newest records of all partitions. A page of each partition comes in one round trip. */
  Consumer<byte[], byte[]> tail() {
    return consumer("tail", 256 * KB, 8 * KB * KB, 10_000);
  }

  /** For the first record from an offset on, of several partitions. */
  Consumer<byte[], byte[]> probe() {
    return consumer("probe", 65 * KB, 8 * KB * KB, 1);
  }

  /** For long stretches of one partition, in little memory. */
  Consumer<byte[], byte[]> scan() {
    return consumer("scan", KB * KB, 4 * KB * KB, 2_000);
  }

  private Consumer<byte[], byte[]> consumer(
      String name, int partitionBytes, int bytes, int records) {
    Properties all = new Properties();
    all.putAll(kafka);
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    all.put(ConsumerConfig.CLIENT_ID_CONFIG, "admin-" + name);
    all.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT));
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    // Else a fetch of nothing is parked in the broker, and the next question waits behind it.
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 0);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, partitionBytes);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, bytes);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The one client for questions about the topic and the group. */
  synchronized Admin admin() {
    if (admin == null) {
      Properties all = new Properties();
      all.putAll(kafka);
      all.put(AdminClientConfig.CLIENT_ID_CONFIG, "admin-log");
      admin = Admin.create(all);
    }
    return admin;
  }

  /**
   * Waits for an answer.
   *
   * @param asked null only if the client breaks its contract
   * @throws KafkaException if there is none, or it is an error
   */
  static <T> T answer(@Nullable KafkaFuture<T> asked) {
    try {
      return Objects.requireNonNull(asked).get(CALL_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("Kafka has not answered for " + CALL_MS + " ms", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Ends the client for questions. Whoever has a consumer closes it. */
  @Override
  @PreDestroy
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }
}
