package io.eventpipeline.local.command;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A typical load: batches, then single events, of users in turn. The events of every other user
 * have a seq.
 */
record TrainingLoad(int port, String redis) {
  private static final int BATCHES = 100;
  private static final int BATCH = 1000;
  private static final int BATCH_SENDERS = 8;
  private static final int SINGLES = 10_000;
  private static final int SINGLE_SENDERS = 64;
  private static final int USERS = 5_000;
  private static final Duration FINAL_WITHIN = Duration.ofMinutes(2);

  /** Sends everything and waits until it is final. */
  void run() throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      send(BATCHES, BATCH_SENDERS, i -> post(http, "/events/batch", batch(i)));
      awaitFinal("b", BATCHES * BATCH);
      send(SINGLES, SINGLE_SENDERS, i -> post(http, "/events", event("s", i)));
      awaitFinal("s", SINGLES);
    }
  }

  private interface Request {
    void send(int number) throws IOException, InterruptedException;
  }

  private static void send(int requests, int senders, Request request) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int sender = 0; sender < senders; sender++) {
        int first = sender;
        all.add(
            threads.submit(
                () -> {
                  for (int i = first; i < requests; i += senders) {
                    request.send(i);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an event was not accepted: " + Reason.innermost(e), e);
    }
  }

  private void post(HttpClient http, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            CommandEvents.post(URI.create("http://127.0.0.1:" + port + path), body),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 202 || answer.body().contains("\"error\"")) {
      throw new IllegalStateException(
          "the API answered %d %s".formatted(answer.statusCode(), answer.body()));
    }
  }

  private static String batch(int number) {
    return IntStream.range(number * BATCH, (number + 1) * BATCH)
        .mapToObj(i -> event("b", i))
        .collect(Collectors.joining(",", "{\"events\":[", "]}"));
  }

  private static String event(String kind, int i) {
    int user = i % USERS;
    String seq = user % 2 == 0 ? "\"seq\":%d,".formatted(i / USERS + 1) : "";
    return """
    {"eventId":"%s-%d","userId":"%s-u%d","type":"order.created","payload":{%s"amount":12.5,\
    "note":"%s"}}\
    """
        .formatted(kind, i, kind, user, seq, "x".repeat(60));
  }

  /** Waits for the last event of each user. With a seq, all before it are final then. */
  private void awaitFinal(String kind, int events) throws InterruptedException {
    List<String> last =
        IntStream.range(events - USERS, events).mapToObj(i -> kind + "-" + i).toList();
    RedisClient client = RedisClient.create(redis);
    try (var connection = client.connect()) {
      CommandEvents.awaitFinal(connection.sync(), last, FINAL_WITHIN);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
