package io.eventpipeline.ingest.publish;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The producer's settings, unless the team sets its own. */
final class ProducerDefaults {
  /** Largest key and value together; brokers accept this by default. */
  static final int MAX_RECORD_BYTES = 1_000_000;

  private static final long BUFFER_BYTES = 64L << 20;

  /** Half of the producer's buffer, so that a send always finds room. */
  static final long MAX_BYTES_UNDER_WAY = BUFFER_BYTES / 2;

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          entry(ProducerConfig.ACKS_CONFIG, "all"),
          entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"),
          // Single events make small batches; compressing them costs more than sending them.
          entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"),
          // Events that arrive during a request leave with the next one, without a timer.
          entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1"),
          entry(ProducerConfig.LINGER_MS_CONFIG, "0"),
          entry(ProducerConfig.BATCH_SIZE_CONFIG, "65536"),
          entry(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(BUFFER_BYTES)),
          entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "3000"),
          entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "5000"),
          // A send must not block, so the producer must not forget an idle topic.
          entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "50"),
          entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Long.toString(365L * 24 * 3600 * 1000)));

  private ProducerDefaults() {}

  /** Fills in the defaults where the team configured nothing. */
  static Properties complete(Properties kafka) {
    Properties all = new Properties();
    all.putAll(kafka);
    DEFAULTS.forEach(all::putIfAbsent);
    return all;
  }
}
