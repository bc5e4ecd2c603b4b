package io.eventpipeline.local.command;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells a small story to a running pipeline, and shows what became of each event. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Sends a small story to a running pipeline and shows what became of it.")
public final class Demo implements Callable<Integer> {
  private static final Duration FINAL_WITHIN = Duration.ofSeconds(40);

  @Option(
      names = "--data",
      defaultValue = ".pipeline",
      description = "data folder of the running pipeline (${DEFAULT-VALUE})")
  private Path data = Path.of(".pipeline");

  @Option(names = "--port", description = "port of the API, if it was not started by ./pipeline up")
  private @Nullable Integer port;

  @Option(names = "--redis", description = "URI of Redis, if it was not started by ./pipeline up")
  private @Nullable String redis;

  private record Sent(String id, String user, String note) {}

  private final List<Sent> story = new ArrayList<>();
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private String api = "";

  @Override
  public Integer call() throws Exception {
    Properties where =
        port != null && redis != null ? new Properties() : DataFolder.whereRunning(data);
    api = port != null ? "http://localhost:" + port : where.getProperty("api");
    RedisClient client = RedisClient.create(redis != null ? redis : where.getProperty("redis"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      RedisCommands<String, String> store = client.connect().sync();
      send(http, "ann", 3, "", "out of order");
      send(http, "ann", 1, "", "out of order");
      send(http, "ann", 2, "", "out of order");
      send(http, "ann", 2, "", "the same event again");
      send(http, "bob", 1, ",\"fail\":true", "its handler fails");
      send(http, "bob", 2, "", "waits for bob's first");
      send(http, "cyd", 1, "", "");
      send(http, "cyd", 3, "", "2 is missing: waits for it, then goes on");
      System.out.println("sent; waiting for what is to become of them");
      awaitFinal(store);
      send(http, "cyd", 2, "", "too late: its place was given up");
      awaitFinal(store);
      show(store);
      return 0;
    } finally {
      client.shutdown();
    }
  }

  private void send(HttpClient http, String name, int seq, String more, String note)
      throws IOException, InterruptedException {
    String user = name + "-" + run;
    String id = user + "-" + seq;
    String body =
        "{\"eventId\":\"%s\",\"userId\":\"%s\",\"type\":\"demo\",\"payload\":{\"seq\":%d%s}}"
            .formatted(id, user, seq, more);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + "/events"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IllegalStateException(
          "the API answered " + answer.statusCode() + ": " + answer.body());
    }
    story.add(new Sent(id, user, "seq " + seq + (note.isEmpty() ? "" : ", " + note)));
  }

  private void awaitFinal(RedisCommands<String, String> store) {
    long end = System.nanoTime() + FINAL_WITHIN.toNanos();
    for (Sent sent : story) {
      while (store.exists("event:" + sent.id()) == 0) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "event " + sent.id() + " is not final: does the consumer run? See its log");
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  private void show(RedisCommands<String, String> store) {
    String row = "%-18s %-44s %-10s %-8s %s%n";
    System.out.printf(row, "event", "sent", "status", "attempts", "order of the user");
    Set<String> users = new LinkedHashSet<>();
    for (Sent sent : story) {
      Map<String, String> state = store.hgetall("event:" + sent.id());
      boolean first = users.add(sent.user());
      System.out.printf(
          row,
          sent.id(),
          sent.note(),
          state.get("status"),
          state.get("attempts"),
          first ? String.join(" ", store.lrange("order:" + sent.user(), 0, -1)) : "");
    }
    System.out.printf("%nin the dead-letter queue: %s%n", store.lrange("dlq:list", 0, -1));
  }
}
