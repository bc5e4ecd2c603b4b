package io.eventpipeline.testbed.rig;

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
import org.jspecify.annotations.Nullable;

/** A client of the ingest API. Threads: any. */
public final class EventsApi {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  EventsApi(int port) {
    base = URI.create("http://127.0.0.1:" + port);
  }

  public Answer send(Draft event) {
    return postJson("/events", Json.write(event.body()));
  }

  public Answer sendBatch(List<Draft> events) {
    return sendItems(events.stream().map(Draft::body).toList());
  }

  /** Sends it as part of a trace, with the header {@code traceparent}. */
  public Answer send(Draft event, String traceparent) {
    return send(
        HttpRequest.newBuilder(base.resolve("/events"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("traceparent", traceparent)
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(event.body())))
            .build());
  }

  /** A batch whose items need not be events. */
  public Answer sendItems(List<?> items) {
    return postJson("/events/batch", Json.write(Map.of("events", items)));
  }

  public Answer postJson(String path, String body) {
    return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param contentType null for none
   */
  public Answer post(String path, @Nullable String contentType, byte[] body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return send(request.build());
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).build());
  }

  private Answer send(HttpRequest request) {
    long sentAt = System.nanoTime();
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response, sentAt, System.nanoTime());
    } catch (IOException e) {
      throw new UncheckedIOException(request + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + request, e);
    }
  }
}
