package io.eventpipeline.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Redis of a test's own, and query services on it. */
final class QueryRig implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);
  static final ObjectMapper JSON = new ObjectMapper();

  final LocalRedis redis;
  final HttpClient http = HttpClient.newHttpClient();
  private final RedisClient client;
  private final List<EmbeddedServer> services = new CopyOnWriteArrayList<>();
  RedisCommands<String, byte[]> store;

  QueryRig(Path dir) {
    redis = LocalRedis.start(dir, 0, "--appendonly", "yes", "--appendfsync", "always");
    client = RedisClient.create(redis.uri());
    store = connect();
  }

  private RedisCommands<String, byte[]> connect() {
    return client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
  }

  /** Starts a service and waits until it is ready. */
  EmbeddedServer service(String... settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("micronaut.server.port", "-1");
    all.put("redis.uri", redis.uri());
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    EmbeddedServer service =
        ApplicationContext.builder().properties(all).start().getBean(EmbeddedServer.class).start();
    services.add(service);
    await().atMost(SOON).until(() -> get(service, "/health/readiness").statusCode() == 200);
    return service;
  }

  /** Now by Redis' clock, in unix seconds. */
  long now() {
    return Long.parseLong(new String(store.time().getFirst(), UTF_8));
  }

  /** Writes into the window log as the consumer does. */
  void event(String user, long second) {
    byte[] id = user.getBytes(UTF_8);
    byte[] entry = ByteBuffer.allocate(id.length + 2).putShort((short) id.length).put(id).array();
    store.append("win:" + second, entry);
    store.expireat("win:" + second, second + 1980);
  }

  JsonNode metrics(EmbeddedServer service, int window) {
    return json(get(service, "/metrics?window=" + window));
  }

  static JsonNode json(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> get(EmbeddedServer service, String path, String... headers) {
    return send(request(service, path, headers).GET().build());
  }

  HttpResponse<String> put(EmbeddedServer service, String body, String... headers) {
    return send(
        request(service, "/reference/users", headers).PUT(BodyPublishers.ofString(body)).build());
  }

  HttpRequest.Builder request(EmbeddedServer service, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.getPort() + path))
            .timeout(SOON);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A body for {@code PUT /reference/users}. */
  static String table(Object ts, Map<String, Map<String, String>> users) {
    Map<String, Object> body = new HashMap<>();
    body.put("ts", ts);
    body.put("user_metadata", users);
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void killAndRestartRedis() {
    redis.kill();
    redis.restart();
    store = connect();
  }

  @Override
  public void close() {
    services.forEach(service -> service.getApplicationContext().close());
    client.shutdown();
    redis.close();
  }
}
