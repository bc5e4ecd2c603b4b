package io.eventpipeline.local.command;

import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;

/** What the commands share that send events: the request, and the wait until events are final. */
final class CommandEvents {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private CommandEvents() {}

  /**
   * A POST of JSON.
   *
   * @param headers name, value, name, value…
   */
  static HttpRequest post(URI at, String body, String... headers) {
    HttpRequest.Builder request = json(at).POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  /** A PUT of JSON. */
  static HttpRequest put(URI at, String body) {
    return json(at).PUT(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private static HttpRequest.Builder json(URI at) {
    return HttpRequest.newBuilder(at)
        .header("Content-Type", "application/json")
        .timeout(ANSWER_WITHIN);
  }

  /**
   * Waits until all events are final.
   *
   * @throws IllegalStateException naming an event that is not final after {@code atMost}
   */
  static void awaitFinal(RedisCommands<String, String> store, List<String> ids, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (String id : ids) {
      while (store.exists("event:" + id) == 0) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "event " + id + " is not final: check that the consumer runs, and read its log");
        }
        Thread.sleep(50);
      }
    }
  }
}
