package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.acceptance.rig.Draft;
import io.eventpipeline.acceptance.rig.Store;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka and Redis behind TLS, by settings alone. */
class TlsIT {
  private static final String PASSWORD = "changeit";
  private static final Duration READY = Duration.ofSeconds(60);

  @Test
  void an_event_travels_through_tls_only(@TempDir Path dir) throws Exception {
    Path keys = makeKeys(dir);
    Path pem = asPem(keys, dir.resolve("server.pem"));
    int tlsPort = FreePort.find();
    try (LocalRedis redis =
            LocalRedis.start(
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
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      io.eventpipeline.acceptance.rig.Json.write(event.body())))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      }
      store.awaitFinal(List.of(event.id()), READY);
      assertThat(store.event(event.id())).containsEntry("status", "processed");
    }
  }

  private static ServiceProcess service(
      String name, Path dir, LocalKafka kafka, int redisPort, Path keys) {
    return ServiceProcess.of(name, Path.of(System.getProperty("acceptance." + name)))
        .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
        .env("KAFKA_SECURITY_PROTOCOL", "SSL")
        .env("KAFKA_SSL_TRUSTSTORE_LOCATION", keys.toString())
        .env("KAFKA_SSL_TRUSTSTORE_PASSWORD", PASSWORD)
        .env("REDIS_URI", "rediss://127.0.0.1:" + redisPort)
        .jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
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
