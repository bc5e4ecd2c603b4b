package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.lettuce.core.RedisClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A service never logs or shows a secret from its settings, valid or not. */
class SecretsIT {
  private static final String SECRET = "MARK";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Values that a library would quote, or take for a host name. */
  private static final List<Map<String, String>> WRONG =
      List.of(
          Map.of("REDIS_URI", "redis://:MARK x@h:1"),
          Map.of("REDIS_URI", "redis://:MARK#x@h:1"),
          Map.of("REDIS_TIMEOUT", "redis://:MARK@h:1", "LIMIT_TIMEOUT", "redis://:MARK@h:1"),
          Map.of("KAFKA_BOOTSTRAP_SERVERS", "user:MARK@h:9092"),
          Map.of(
              "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
              "KAFKA_SASL_MECHANISM", "PLAIN",
              "KAFKA_SASL_JAAS_CONFIG",
                  "org.apache.kafka.common.security.plain.PlainLoginModule required"
                      + " username=\"a\" password=\"ab\"MARK\";"),
          Map.of(
              "KAFKA_SECURITY_PROTOCOL", "SSL",
              "KAFKA_SSL_KEYSTORE_LOCATION", "/nowhere",
              "KAFKA_SSL_KEYSTORE_PASSWORD", "MARK"),
          Map.of(
              "MICRONAUT_OTEL_ENABLED", "true",
              "OTEL_EXPORTER_OTLP_HEADERS", "Authorization MARK"));

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static @TempDir Path dir;
  private static LocalKafka kafka;
  private static LocalRedis redis;

  @BeforeAll
  static void start() {
    kafka = STARTED.add(LocalKafka.start(dir.resolve("kafka"), 0, Map.of()));
    redis = STARTED.add(LocalRedis.start(dir.resolve("redis"), 0));
    RedisClient client = RedisClient.create(redis.uri());
    try (var connection = client.connect()) {
      connection.sync().configSet("requirepass", SECRET);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  static Stream<Map<String, String>> wrong() {
    return WRONG.stream();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void a_wrong_setting_stops_the_start_without_its_secret(Map<String, String> wrong) {
    List<ServiceProcess> both =
        List.of(start("consumer", "wrong", wrong), start("ingest", "wrong", wrong));
    for (ServiceProcess service : both) {
      await().atMost(PATIENCE).until(() -> !service.process().isAlive());
      assertThat(service.process().exitValue()).as(service.output()).isEqualTo(1);
      assertThat(service.output()).contains(" cannot start: ").doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @CsvSource({"consumer, ssl.keystore.password = [hidden]", "ingest, unregistered"})
  void a_service_that_runs_shows_no_secret(String name, String logged) throws Exception {
    ServiceProcess service =
        start(
            name,
            "right",
            Map.of(
                "REDIS_URI",
                "redis://:" + SECRET + "@127.0.0.1:" + redis.port(),
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "KAFKA_SSL_KEYSTORE_PASSWORD",
                SECRET,
                "ENDPOINTS_ALL_ENABLED",
                "true",
                "ENDPOINTS_ALL_SENSITIVE",
                "false",
                "LOGGER_LEVELS_ORG_APACHE_KAFKA",
                "INFO"));
    service.awaitReady(PATIENCE);
    assertEndpointsHideSecret(service.port());
    assertThat(Files.readString(Path.of("/proc", "" + service.pid(), "cmdline")))
        .doesNotContain(SECRET);
    service.terminate(); // Kafka's clients log some lines only at the end
    assertThat(service.output()).contains(logged).doesNotContain(SECRET);
  }

  private static void assertEndpointsHideSecret(int port) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String endpoint :
          List.of("env", "beans", "health", "info", "loggers", "metrics", "prometheus", "routes")) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/" + endpoint);
        HttpRequest get = HttpRequest.newBuilder(uri).build();
        assertThat(http.send(get, HttpResponse.BodyHandlers.ofString()).body())
            .as(endpoint)
            .doesNotContain(SECRET);
      }
    }
  }

  @Test
  void a_password_that_redis_does_not_take_is_not_shown() {
    Map<String, String> refused =
        Map.of("REDIS_URI", "redis://ann:" + SECRET + "ED@127.0.0.1:" + redis.port());
    List<ServiceProcess> both =
        List.of(start("consumer", "refused", refused), start("ingest", "refused", refused));
    for (ServiceProcess service : both) {
      await()
          .atMost(PATIENCE)
          .until(() -> service.output().contains("cannot be used") || !service.process().isAlive());
      assertThat(service.output()).contains("cannot be used").doesNotContain(SECRET);
    }
  }

  private static ServiceProcess start(String name, String why, Map<String, String> settings) {
    ServiceProcess.Builder builder =
        ServiceProcess.of("the " + name, Path.of(System.getProperty("testbed." + name)))
            .env("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")
            .env("REDIS_URI", "redis://127.0.0.1:1")
            .jvm("-XX:TieredStopAtLevel=1")
            .logTo(dir.resolve(name + "-" + why + ".log"));
    settings.forEach(builder::env);
    return STARTED.start(builder);
  }
}
