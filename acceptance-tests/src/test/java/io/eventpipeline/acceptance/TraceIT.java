package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A trace follows an event from the request to the handler. */
class TraceIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final Duration SOON = Duration.ofMinutes(3);

  @Test
  void without_spans_log_lines_carry_the_callers_trace_id() throws Exception {
    Pipeline pipeline = STARTED.start(Pipeline.named("trace").consumer("LOG_FORMAT", "json"));
    TestEvent event = anEvent().of("tia").failing();
    assertThat(pipeline.api().send(event, PARENT).status()).isEqualTo(202);
    pipeline.redisView().awaitFinal(List.of(event.id()), SOON);
    Path log = pipeline.consumer(0).log();
    Waiting.until("two retries and the end in the log", SOON, () -> lines(log, event).size() == 3);
    assertThat(lines(log, event))
        .allSatisfy(line -> assertThat(line).contains("\"trace_id\":\"" + TRACE + "\""));
  }

  private static List<String> lines(Path log, TestEvent event) {
    try {
      return Files.readString(log)
          .lines()
          .filter(line -> line.contains("\"event_id\":\"" + event.id() + "\""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void spans_are_sent_to_a_collector() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector = collector(received);
    AutoCloseable stop = () -> collector.stop(0);
    STARTED.add(stop);
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
    Pipeline pipeline =
        STARTED.start(
            Pipeline.named("spans")
                .consumer("MICRONAUT_OTEL_ENABLED", "true")
                .consumer("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                .consumer("OTEL_BSP_SCHEDULE_DELAY", "200")
                .ingest("MICRONAUT_OTEL_ENABLED", "true")
                .ingest("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                .ingest("OTEL_BSP_SCHEDULE_DELAY", "200"));
    TestEvent event = anEvent().of("tom").failing();
    assertThat(pipeline.api().send(event, PARENT).status()).isEqualTo(202);
    Waiting.until(
        "both services' spans",
        SOON,
        () ->
            anyHas(received, "POST /events", "ingest-function")
                && anyHas(received, "handle test.fail", "consumer-service"));
    assertThat(received).anyMatch(body -> body.contains(event.id()));
  }

  /** Whether a body of this service holds a span of that name in our trace. */
  private static boolean anyHas(List<String> bodies, String span, String service) {
    String trace = latin1(HexFormat.of().parseHex(TRACE));
    return bodies.stream()
        .anyMatch(b -> b.contains(span) && b.contains(service) && b.contains(trace));
  }

  /** Collects the bodies of requests as text. Names and ids are readable in them. */
  private static HttpServer collector(List<String> received) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          received.add(latin1(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
