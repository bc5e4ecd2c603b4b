package io.eventpipeline.testbed.rig;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client of one of the pipeline's APIs. Threads: any. */
public final class EventsClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  EventsClient(int port) {
    base = URI.create("http://127.0.0.1:" + port);
  }

  /** A client of a service that runs already. */
  public static EventsClient of(ServiceProcess service) {
    return new EventsClient(service.port());
  }

  public HttpReply send(TestEvent event) {
    return postJson("/events", event.request());
  }

  /** Sends an event again until the API takes it; it answers 503 while Kafka is slow or away. */
  public void sendUntilTaken(TestEvent event) {
    Waiting.until("the API to take it", PATIENCE, () -> send(event).status() == 202);
  }

  public HttpReply sendBatch(List<TestEvent> events) {
    return postJson("/events/batch", TestEvent.batch(events));
  }

  public HttpReply sendTyped(List<SqlEvent> events) {
    return postJson(
        "/events/batch",
        events.stream()
            .map(SqlEvent::json)
            .collect(Collectors.joining(",", "{\"events\":[", "]}")));
  }

  /** Sends an event with the header {@code traceparent}. */
  public HttpReply send(TestEvent event, String traceparent) {
    return send(
        HttpRequest.newBuilder(base.resolve("/events"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("traceparent", traceparent)
            .POST(HttpRequest.BodyPublishers.ofString(event.request()))
            .build());
  }

  public HttpReply postJson(String path, String body) {
    return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param contentType null for none
   */
  public HttpReply post(String path, @Nullable String contentType, byte[] body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return send(request.build());
  }

  /** Posts JSON with these headers. */
  public HttpReply post(String path, Map<String, String> headers, byte[] body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  /** Puts JSON. */
  public HttpReply put(String path, String body) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  public HttpReply get(String path) {
    return get(path, Map.of());
  }

  public HttpReply get(String path, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    headers.forEach(request::header);
    return send(request.build());
  }

  private HttpReply send(HttpRequest request) {
    long sentAt = System.nanoTime();
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new HttpReply(response, sentAt, System.nanoTime());
    } catch (IOException e) {
      throw new UncheckedIOException(request + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + request, e);
    }
  }
}
