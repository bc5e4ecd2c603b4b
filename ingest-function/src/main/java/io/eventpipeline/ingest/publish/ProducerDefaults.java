package io.eventpipeline.ingest.publish;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What the producer is told unless the team says otherwise. */
final class ProducerDefaults {
  /** Largest key and value together, below what brokers take by default. */
  static final int MAX_RECORD_BYTES = 1_000_000;

  private static final long BUFFER_BYTES = 64L << 20;

  /** Half of the producer's buffer, so that a send always finds room. */
  static final long MAX_BYTES_UNDER_WAY = BUFFER_BYTES / 2;

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          entry(ProducerConfig.ACKS_CONFIG, "all"),
          entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"),
          // Single events make small batches, which cost more to compress than to carry.
          entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"),
          // What comes while a request is under way leaves with the next one, and nothing waits
          // for a clock.
          entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1"),
          entry(ProducerConfig.LINGER_MS_CONFIG, "0"),
          entry(ProducerConfig.BATCH_SIZE_CONFIG, "65536"),
          entry(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(BUFFER_BYTES)),
          entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "3000"),
          entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "5000"),
          // A send must not wait, and the topic must not be forgotten while nobody sends.
          entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "50"),
          entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Long.toString(365L * 24 * 3600 * 1000)));

  private ProducerDefaults() {}

  /** The producer's configuration, below what the team configured for Kafka. */
  static Properties below(Properties kafka) {
    Properties all = new Properties();
    all.putAll(kafka);
    DEFAULTS.forEach(all::putIfAbsent);
    return all;
  }
}
