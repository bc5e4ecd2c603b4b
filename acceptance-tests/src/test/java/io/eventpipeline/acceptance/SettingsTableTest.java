package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of settings in docs/reference.md match the services' own defaults. */
class SettingsTableTest {
  private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| `([^`]*)` \\|.*");

  /** Settings that no team changes. */
  private static final List<String> OURS =
      List.of(
          "micronaut.application.name",
          "micronaut.lifecycle.graceful-shutdown.enabled",
          "micronaut.server.netty.request-decompression-enabled",
          "micronaut.metrics.",
          "micronaut.security.",
          "endpoints.all.enabled",
          "endpoints.health.",
          "endpoints.metrics.",
          "endpoints.prometheus.",
          "otel.",
          "kafka.health",
          "redis.health",
          "redis.client-name",
          "redis.connection");

  /** What the framework would bound beside a setting of ours. */
  private static final String NO_BOUND = Long.toString(Long.MAX_VALUE);

  /** An environment variable, then perhaps a property, then a default value; perhaps a unit. */
  private static final Pattern FALLBACK =
      Pattern.compile("\\$\\{[A-Z_]+:(?:([a-z.]+):)?`?([^`}]*)`?}([a-z]*)");

  @ParameterizedTest
  @CsvSource({
    "## Settings of the consumer,consumer-service",
    "## Settings of the push worker,push-worker",
    "## Settings of the query service,query-service",
    "## Settings of the dashboard,admin-dashboard",
    "## Settings of the ingest API,ingest-function"
  })
  void every_setting_stands_in_the_table_with_its_default(String heading, String module)
      throws IOException {
    Map<String, String> inCode = new TreeMap<>();
    Properties properties = new Properties();
    Path file = Path.of("..", module, "src/main/resources/application.properties");
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    properties.forEach(
        (name, value) -> inCode.put(name.toString(), last(value.toString(), properties)));
    inCode.keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
    inCode.values().removeIf(NO_BOUND::equals);
    Map<String, String> inTable = table(heading);
    inTable.keySet().removeIf(name -> name.equals("kafka.group.protocol")); // Kafka's own
    assertThat(inTable).isEqualTo(inCode);
  }

  private static String last(String value, Properties properties) {
    Matcher fallback = FALLBACK.matcher(value);
    if (!fallback.matches()) {
      return value;
    }
    String property = fallback.group(1);
    return property == null
        ? fallback.group(2) + fallback.group(3)
        : properties.getProperty(property);
  }

  private static Map<String, String> table(String heading) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("..", "docs", "reference.md"))) {
      Matcher row = ROW.matcher(line);
      if (line.startsWith(heading)) {
        inside = true;
      } else if (inside && row.matches()) {
        rows.put(row.group(1), row.group(2));
      } else if (inside && !rows.isEmpty()) {
        break;
      }
    }
    return rows;
  }
}
