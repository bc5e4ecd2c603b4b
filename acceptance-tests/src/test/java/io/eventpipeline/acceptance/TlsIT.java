package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.GatewayEvent;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalLambda;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Draft;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.Store;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka and Redis behind TLS, by settings alone. */
class TlsIT {
  private static final String PASSWORD = "changeit";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"admin\" password=\"admin\"";
  private static final Duration READY = Duration.ofMinutes(3);

  @Test
  void an_event_travels_through_tls_only(@TempDir Path dir) throws Exception {
    Path keys = makeKeys(dir);
    Path pem = asPem(keys, dir.resolve("server.pem"));
    int tlsPort = FreePort.find();
    try (LocalRedis redis = startRedis(dir, pem, tlsPort);
        LocalKafka kafka =
            LocalKafka.start(
                dir.resolve("kafka"),
                0,
                Map.of(
                    "listener.security.protocol.map",
                    "CONTROLLER:PLAINTEXT,PLAINTEXT:SSL",
                    "inter.broker.listener.name",
                    "PLAINTEXT",
                    "ssl.keystore.location",
                    keys.toString(),
                    "ssl.keystore.password",
                    PASSWORD,
                    "ssl.truststore.location",
                    keys.toString(),
                    "ssl.truststore.password",
                    PASSWORD));
        ServiceProcess ingest = service("ingest", dir, kafka, tlsPort, keys);
        ServiceProcess consumer = service("consumer", dir, kafka, tlsPort, keys);
        Store store = new Store(redis.uri())) {
      ingest.awaitReady(READY);
      consumer.awaitReady(READY);
      Draft event = Draft.of("ann").seq(1).type("any");
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingest.port() + "/events"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(Json.write(event.body())))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      }
      store.awaitFinal(List.of(event.id()), READY);
      assertThat(store.event(event.id())).containsEntry("status", "processed");
    }
  }

  private static LocalRedis startRedis(Path dir, Path pem, int tlsPort) {
    return LocalRedis.start(
        dir.resolve("redis"),
        0,
        "--tls-port",
        "" + tlsPort,
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
  void the_lambda_function_speaks_tls_and_sasl_as_the_template_sets_it(@TempDir Path dir)
      throws Exception {
    Path keys = makeKeys(dir);
    Path pem = asPem(keys, dir.resolve("server.pem"));
    int tlsPort = FreePort.find();
    try (LocalRedis redis = startRedis(dir, pem, tlsPort);
        LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), 0, sasl(keys))) {
      makeUser(kafka, keys);
      Map<String, String> env =
          Map.of(
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
              "rediss://127.0.0.1:" + tlsPort,
              "JAVA_TOOL_OPTIONS",
              "-Djavax.net.ssl.trustStore="
                  + keys
                  + " -Djavax.net.ssl.trustStorePassword="
                  + PASSWORD);
      try (LocalLambda lambda =
              LocalLambda.start(
                  LocalLambda.HTTP_API, function(), env, dir.resolve("function.log"));
          Store store = new Store(redis.uri())) {
        String event = GatewayEvent.http("/events", Json.write(Draft.of("ann").seq(1).body()));
        await()
            .atMost(READY)
            .until(
                () ->
                    lambda.call(event, READY) instanceof LocalLambda.Outcome.Returned(String json)
                        && json.contains("\"statusCode\":202")
                        && !store.keys("rate:*").isEmpty());
      }
    }
  }

  /** As the service is packed. */
  private static List<String> function() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("testbed.lambda"),
        LocalLambda.RUNTIME_CLIENT,
        LocalLambda.HTTP_API);
  }

  private static Map<String, String> sasl(Path keys) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_SSL");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put(
        "listener.name.plaintext.plain.sasl.jaas.config", PLAIN + " user_admin=\"admin\";");
    properties.put(
        "listener.name.plaintext.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    for (String store : List.of("keystore", "truststore")) {
      properties.put("ssl." + store + ".location", keys.toString());
      properties.put("ssl." + store + ".password", PASSWORD);
    }
    return properties;
  }

  /** SCRAM users are made through the broker, by one that it knows already. */
  private static void makeUser(LocalKafka kafka, Path keys) throws Exception {
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

  private static ServiceProcess service(
      String name, Path dir, LocalKafka kafka, int redisPort, Path keys) {
    return ServiceProcess.of(name, Path.of(System.getProperty("testbed." + name)))
        .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
        .env("KAFKA_SECURITY_PROTOCOL", "SSL")
        .env("KAFKA_SSL_TRUSTSTORE_LOCATION", keys.toString())
        .env("KAFKA_SSL_TRUSTSTORE_PASSWORD", PASSWORD)
        .env("REDIS_URI", "rediss://127.0.0.1:" + redisPort)
        .jvm("-XX:TieredStopAtLevel=1")
        .jvm("-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD)
        .logTo(dir.resolve(name + ".log"))
        .start();
  }

  private static Path makeKeys(Path dir) throws Exception {
    Path keys = dir.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-ext",
                "BC=ca:true",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
    return keys;
  }

  /** The key and the certificate in one file, as redis-server reads them. */
  private static Path asPem(Path keys, Path target) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    String pem =
        block("PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded())
            + block("CERTIFICATE", store.getCertificate("server").getEncoded());
    return Files.writeString(target, pem);
  }

  private static String block(String name, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + name + "-----\n" + lines + "\n-----END " + name + "-----\n";
  }
}
