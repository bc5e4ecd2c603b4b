package io.eventpipeline.admin.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.log.LogRig;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A dashboard without users on a Kafka and a Redis of its own. */
public final class EventPagesRig implements AutoCloseable {
  public static final String TOPIC = "events";
  public static final int PARTITIONS = 4;

  public final LogRig log;
  public final AdminRig redis;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final int health = FreePort.find();

  public EventPagesRig(Path dir, String... settings) throws Exception {
    log = new LogRig(dir);
    log.topic(TOPIC, PARTITIONS);
    redis = new AdminRig(dir.resolve("redis"));
    Map<String, Object> all = new HashMap<>();
    all.put("micronaut.server.port", Integer.toString(FreePort.find()));
    all.put("endpoints.all.port", Integer.toString(health));
    all.put("redis.uri", redis.server.uri());
    all.put("kafka.bootstrap.servers", log.bootstrapServersByWire());
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    context = ApplicationContext.builder().properties(all).start();
    server = context.getBean(EmbeddedServer.class).start();
    Awaitility.await()
        .atMost(LogRig.SOON)
        .until(() -> get(health, "/health/readiness").statusCode() == 200);
  }

  public HttpResponse<String> get(String path) {
    return get(server.getPort(), path);
  }

  /** Sends an empty form, as the browser of this dashboard does. */
  public HttpResponse<String> post(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
            .timeout(LogRig.SOON)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", "same-origin")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private HttpResponse<String> get(int port, String path) {
    return send(request(port, path));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(LogRig.SOON)
        .build();
  }

  /** The text of a page that must be there. */
  public String page(String path) {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** Asks for a page until it is as wanted. */
  public String await(String path, Predicate<String> wanted) {
    return Awaitility.await().atMost(LogRig.SOON).until(() -> page(path), wanted);
  }

  /**
   * Watches a live page until a part that holds a text has come.
   *
   * @param begun runs once the first part is there
   * @return that part
   */
  public String live(String query, String text, Runnable begun) throws Exception {
    var answer =
        http.send(request(server.getPort(), "/admin/live?" + query), BodyHandlers.ofInputStream());
    try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      StringBuilder part = new StringBuilder();
      boolean first = true;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        part.append(line).append('\n');
        if (line.isEmpty()) {
          if (part.indexOf(text) >= 0) {
            return part.toString();
          }
          if (first && part.indexOf("event: event") >= 0) {
            first = false;
            begun.run();
          }
          part.setLength(0);
        }
      }
    }
    throw new AssertionError("the connection ended before " + text);
  }

  /** Writes an event to the partition of its user; returns the offset. */
  public long send(String id, String user, String type, String payload) throws Exception {
    String value =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":%s,\"timestamp\":5}"
            .formatted(id, user, type, payload);
    return log.sendRaw(TOPIC, partition(user), user, value);
  }

  public static int partition(String user) {
    return EventTopic.partitionOf(user, PARTITIONS);
  }

  @Override
  public void close() {
    context.close();
    redis.close();
    log.close();
  }
}
