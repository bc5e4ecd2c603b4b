package io.eventpipeline.acceptance;

import static io.eventpipeline.acceptance.TlsKeys.PASSWORD;
import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.GatewayEvent;
import io.eventpipeline.local.JavaCommand;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalLambda;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsClient;
import io.eventpipeline.testbed.rig.RedisView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Services reach Kafka and Redis over TLS, by settings alone. */
class TlsIT {
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"admin\" password=\"admin\"";
  private static final Duration READY = Duration.ofMinutes(3);

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static @TempDir Path dir;
  private static Path keys;
  private static LocalRedis redis;
  private static final int REDIS_TLS_PORT = FreePort.find();

  @BeforeAll
  static void start() throws Exception {
    keys = TlsKeys.makeKeys(dir);
    Path pem = TlsKeys.asPem(keys, dir.resolve("server.pem"));
    redis = STARTED.add(startRedis(pem));
  }

  @Test
  void an_event_travels_through_tls_only() throws Exception {
    LocalKafka kafka = STARTED.add(LocalKafka.start(dir.resolve("kafka-tls"), 0, tls()));
    ServiceProcess ingest = start("ingest", kafka);
    ServiceProcess consumer = start("consumer", kafka);
    RedisView redisView = STARTED.add(new RedisView(redis.uri()));
    ingest.awaitReady(READY);
    consumer.awaitReady(READY);
    TestEvent event = anEvent().seq(1).type("any");
    EventsClient.of(ingest).sendUntilTaken(event);
    redisView.awaitFinal(List.of(event.id()), READY);
    assertThat(redisView.event(event.id())).containsEntry("status", "processed");
  }

  private static Map<String, String> tls() {
    Map<String, String> properties = new TreeMap<>(stores());
    properties.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:SSL");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    return properties;
  }

  private static Map<String, String> stores() {
    return Map.of(
        "ssl.keystore.location",
        keys.toString(),
        "ssl.keystore.password",
        PASSWORD,
        "ssl.truststore.location",
        keys.toString(),
        "ssl.truststore.password",
        PASSWORD);
  }

  private static LocalRedis startRedis(Path pem) {
    return LocalRedis.start(
        dir.resolve("redis"),
        0,
        "--tls-port",
        "" + REDIS_TLS_PORT,
        "--tls-cert-file",
        pem.toString(),
        "--tls-key-file",
        pem.toString(),
        "--tls-ca-cert-file",
        pem.toString(),
        "--tls-auth-clients",
        "no");
  }

  @Test
  void the_lambda_function_speaks_tls_and_sasl_as_the_template_sets_it() throws Exception {
    LocalKafka kafka = STARTED.add(LocalKafka.start(dir.resolve("kafka-sasl"), 0, sasl()));
    makeUser(kafka);
    LocalLambda lambda =
        STARTED.add(
            LocalLambda.start(
                LocalLambda.HTTP_API, function(), functionEnv(kafka), dir.resolve("function.log")));
    RedisView redisView = STARTED.add(new RedisView(redis.uri()));
    TestEvent event = anEvent().of("lambda").seq(1);
    String call = GatewayEvent.http("/events", event.request());
    await()
        .atMost(READY)
        .until(
            () ->
                lambda.call(call, READY) instanceof LocalLambda.Outcome.Returned(String json)
                    && json.contains("\"statusCode\":202")
                    && !redisView.keys("rate:lambda").isEmpty());
  }

  private static Map<String, String> functionEnv(LocalKafka kafka) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS",
        kafka.bootstrapServers(),
        "KAFKA_SECURITY_PROTOCOL",
        "SASL_SSL",
        "KAFKA_SASL_MECHANISM",
        "SCRAM-SHA-512",
        "KAFKA_SASL_JAAS_CONFIG",
        "org.apache.kafka.common.security.scram.ScramLoginModule required"
            + " username=\"ingest\" password=\"secret\";",
        "KAFKA_SSL_TRUSTSTORE_LOCATION",
        keys.toString(),
        "KAFKA_SSL_TRUSTSTORE_PASSWORD",
        PASSWORD,
        "REDIS_URI",
        "rediss://127.0.0.1:" + REDIS_TLS_PORT,
        "JAVA_TOOL_OPTIONS",
        "-Djavax.net.ssl.trustStore=" + keys + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /** The command of the packed function. */
  private static List<String> function() {
    List<String> command = JavaCommand.begin();
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("testbed.lambda"),
            LocalLambda.RUNTIME_CLIENT,
            LocalLambda.HTTP_API));
    return command;
  }

  private static Map<String, String> sasl() {
    Map<String, String> properties = new TreeMap<>(stores());
    properties.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_SSL");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put(
        "listener.name.plaintext.plain.sasl.jaas.config", PLAIN + " user_admin=\"admin\";");
    properties.put(
        "listener.name.plaintext.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    return properties;
  }

  /** Creates the SCRAM user through the broker, as the PLAIN user that the broker knows. */
  private static void makeUser(LocalKafka kafka) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                PLAIN + ";",
                "ssl.truststore.location",
                keys.toString(),
                "ssl.truststore.password",
                PASSWORD))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "ingest",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                      "secret")))
          .all()
          .get();
    }
  }

  private static ServiceProcess start(String name, LocalKafka kafka) {
    return STARTED.start(
        ServiceProcess.of(name, Path.of(System.getProperty("testbed." + name)))
            .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
            .env("KAFKA_SECURITY_PROTOCOL", "SSL")
            .env("KAFKA_SSL_TRUSTSTORE_LOCATION", keys.toString())
            .env("KAFKA_SSL_TRUSTSTORE_PASSWORD", PASSWORD)
            .env("REDIS_URI", "rediss://127.0.0.1:" + REDIS_TLS_PORT)
            .jvm("-XX:TieredStopAtLevel=1")
            .jvm(
                "-Djavax.net.ssl.trustStore=" + keys,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD)
            .logTo(dir.resolve(name + ".log")));
  }
}
