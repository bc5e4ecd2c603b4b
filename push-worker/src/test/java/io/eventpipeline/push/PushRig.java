package io.eventpipeline.push;

import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Redis of a test's own, and workers on it that share one push service. */
final class PushRig implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);
  static final String OUTBOX = "outbox:push";
  static final String GROUP = "workers";

  final LocalRedis redis;
  final RedisCommands<String, String> store;
  final HttpClient http = HttpClient.newHttpClient();
  PushService service = new PushService();
  private final RedisClient client;
  private final List<EmbeddedServer> workers = new CopyOnWriteArrayList<>();

  PushRig(Path dir) {
    redis = LocalRedis.start(dir, 0, "--appendonly", "yes", "--appendfsync", "always");
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
  }

  /** Ends all workers, forgets everything. */
  void reset() {
    List.copyOf(workers).forEach(this::end);
    store.flushall();
    service = new PushService();
  }

  /** Starts a worker; retries come soon unless the settings say otherwise. */
  EmbeddedServer worker(String... settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("micronaut.server.port", "-1");
    all.put("redis.uri", redis.uri());
    all.put("push.retry-delays", "100ms,100ms,100ms");
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    EmbeddedServer worker =
        ApplicationContext.builder()
            .properties(all)
            .singletons(service)
            .start()
            .getBean(EmbeddedServer.class)
            .start();
    workers.add(worker);
    return worker;
  }

  void end(EmbeddedServer worker) {
    workers.remove(worker);
    worker.getApplicationContext().close();
  }

  void device(String user, String... tokens) {
    store.sadd("fcm:tokens:" + user, tokens);
  }

  /** Adds a notification for the user, whose device has the token {@code t-USER}. */
  void notify(String id, String user, String... members) {
    device(user, "t-" + user);
    add(id, user, members);
  }

  /**
   * Adds a notification.
   *
   * @param members of the JSON, beside the usual ones
   */
  void add(String id, String user, String... members) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "\"eventId\":\"" + id.split("#")[0] + "\"",
                "\"userId\":\"" + user + "\"",
                "\"type\":\"order.created\"",
                "\"title\":\"Order of " + user + "\"",
                "\"data\":{\"seq\":\"1\"}"));
    all.addAll(List.of(members));
    addText("0|" + id + "|{" + String.join(",", all) + "}");
  }

  void addText(String text) {
    store.xadd(OUTBOX, Map.of("d", text));
  }

  /** Everything is finished: no entry, none in hand, no retry. One call, for retries move. */
  boolean isDone() {
    Long left =
        store.eval(
            "return redis.call('XLEN', KEYS[1]) + redis.call('ZCARD', KEYS[2])",
            ScriptOutputType.INTEGER,
            OUTBOX,
            "push:retry");
    return left == 0;
  }

  void awaitDone() {
    await().atMost(SOON).until(this::isDone);
  }

  /** Entries in the hands of any worker. */
  long pending() {
    try {
      return store.xpending(OUTBOX, GROUP).getCount();
    } catch (RedisCommandExecutionException noGroup) {
      return 0;
    }
  }

  List<StreamMessage<String, String>> dead() {
    return store.xrange("push:dlq", Range.unbounded(), Limit.unlimited());
  }

  String mark(String id) {
    return store.get("push:sent:" + id);
  }

  HttpResponse<String> get(EmbeddedServer worker, String path) {
    return call(worker, "GET", path);
  }

  HttpResponse<String> call(EmbeddedServer worker, String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.getPort() + path))
            .method(method, BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    List.copyOf(workers).forEach(this::end);
    client.shutdown();
    redis.close();
  }
}
