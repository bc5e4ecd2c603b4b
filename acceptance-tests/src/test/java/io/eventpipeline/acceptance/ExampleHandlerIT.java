package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project in {@code examples/handler} works as docs/handlers.md tells: its jar in a folder
 * {@code handlers} handles an event. The build has compiled it and run its unit test before.
 */
class ExampleHandlerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String EVENT =
      anEvent().id("e-1").type("order.paid").with("amount", 12).request();

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private @TempDir Path dir;

  @Test
  void its_jar_in_the_handlers_folder_handles_an_event() throws Exception {
    Path handlers = Files.createDirectories(dir.resolve("handlers"));
    Path jar =
        Files.copy(
            Path.of(System.getProperty("testbed.example")), handlers.resolve("order-handler.jar"));
    Path invoices = dir.resolve("invoices");
    LocalKafka kafka = STARTED.add(LocalKafka.start(dir.resolve("kafka"), 0, Map.of()));
    LocalRedis redis = STARTED.add(LocalRedis.start(dir.resolve("redis"), 0));
    ServiceProcess ingest = STARTED.start(service("ingest", kafka, redis));
    ServiceProcess consumer =
        STARTED.start(
            service("consumer", kafka, redis)
                .classPath(jar)
                .env("INVOICES_FOLDER", invoices.toString()));
    ingest.awaitReady(PATIENCE);
    consumer.awaitReady(PATIENCE);
    assertThat(consumer.output())
        .contains("com.example.orders.InvoiceHandler in order-handler.jar takes order.paid");
    try (HttpClient http = HttpClient.newHttpClient()) {
      await().atMost(PATIENCE).until(() -> accepts(http, ingest.port()));
      await().atMost(PATIENCE).until(() -> state(http, ingest.port()).contains("\"processed\""));
    }
    assertThat(invoices.resolve("e-1.txt")).hasContent("ann pays 12");
    assertThat(consumer.output()).contains("wrote the invoice of e-1");
  }

  private ServiceProcess.Builder service(String name, LocalKafka kafka, LocalRedis redis) {
    return ServiceProcess.of(name, Path.of(System.getProperty("testbed." + name)))
        .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
        .env("REDIS_URI", redis.uri())
        .jvm("-XX:TieredStopAtLevel=1")
        .logTo(dir.resolve(name + ".log"));
  }

  private static boolean accepts(HttpClient http, int port)
      throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(EVENT))
            .build();
    return http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode() == 202;
  }

  private static String state(HttpClient http, int port) throws IOException, InterruptedException {
    HttpRequest get =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events/e-1")).build();
    return http.send(get, HttpResponse.BodyHandlers.ofString()).body();
  }
}
