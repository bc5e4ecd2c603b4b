package io.eventpipeline.projection.rebuild;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the log and the tables are.
 *
 * @param kafka settings of Kafka's clients
 * @param reader the role that may read the tables
 * @param from rows from before it are kept; null if the whole log is there
 */
record RebuildSettings(
    Properties kafka,
    String topic,
    String url,
    String user,
    String password,
    String reader,
    @Nullable Instant from) {
  private static final String KAFKA = "kafka.";

  /**
   * Reads the variables of the consumer: {@code KAFKA_…}, {@code TOPIC_NAME}, {@code
   * DATASOURCES_DEFAULT_…}, {@code PROJECTIONS_READER}; and {@code REBUILD_FROM}, a date or a time.
   *
   * @throws RebuildRefused naming what is missing or wrong
   */
  static RebuildSettings of(Map<String, String> environment) {
    String url =
        environment.getOrDefault(
            "DATASOURCES_DEFAULT_URL", environment.getOrDefault("SQL_CONNECTION", ""));
    if (url.isBlank()) {
      throw new RebuildRefused("DATASOURCES_DEFAULT_URL must be the JDBC URL of the database");
    }
    return new RebuildSettings(
        kafka(environment),
        environment.getOrDefault("TOPIC_NAME", "events"),
        url,
        environment.getOrDefault("DATASOURCES_DEFAULT_USERNAME", ""),
        environment.getOrDefault("DATASOURCES_DEFAULT_PASSWORD", ""),
        environment.getOrDefault("PROJECTIONS_READER", "pipeline_reader"),
        time(environment.getOrDefault("REBUILD_FROM", "")));
  }

  /** {@code KAFKA_SASL_MECHANISM} is {@code sasl.mechanism}, as for the services. */
  private static Properties kafka(Map<String, String> environment) {
    Properties kafka = new Properties();
    kafka.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    environment.forEach(
        (name, value) -> {
          String key = name.replace('_', '.').toLowerCase(Locale.ROOT);
          if (key.startsWith(KAFKA)
              && ConsumerConfig.configNames().contains(key.substring(KAFKA.length()))) {
            kafka.put(key.substring(KAFKA.length()), value);
          }
        });
    return kafka;
  }

  private static @Nullable Instant time(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new RebuildRefused(
          "--from must be a date such as 2026-11-01 (UTC) or a time such as"
              + " 2026-11-01T12:00:00Z: "
              + text);
    }
  }

  /**
   * The database, with connections whose tables are in {@code schema}.
   *
   * @param schema null for that of the URL and the account
   */
  PGSimpleDataSource database(@Nullable String schema) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    if (!user.isEmpty()) {
      database.setUser(user);
      database.setPassword(password);
    }
    if (schema != null) {
      database.setCurrentSchema(schema);
    }
    database.setApplicationName("rebuild-projections");
    return database;
  }
}
