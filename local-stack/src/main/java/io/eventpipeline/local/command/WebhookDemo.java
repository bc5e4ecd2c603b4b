package io.eventpipeline.local.command;

import io.eventpipeline.local.WebhookSignature;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * Sends signed webhooks to a running pipeline: a good one, its duplicate, a forged one, an old one.
 *
 * @param run distinguishes this run from others; letters and digits
 */
record WebhookDemo(HttpClient http, URI api, String secret, String run) {
  /** The type of the events. */
  private static final String TYPE = "order.created";

  /** Longer than the API takes as fresh. */
  private static final Duration OLD = Duration.ofMinutes(6);

  private static final int ACCEPTED = 202;
  private static final int DUPLICATE = 200;
  private static final int AGAIN = 503;
  private static final int MOST_TRIES = 5;
  private static final Duration FINAL_WITHIN = Duration.ofSeconds(60);

  /**
   * Sends webhooks, or says why none are sent.
   *
   * @param where the pipeline runs, see {@link DataFolder#whereRunning}; empty if that is unknown
   */
  static void play(
      HttpClient http, URI api, String run, Properties where, RedisCommands<String, String> redis)
      throws IOException, InterruptedException {
    String secret = WebhookSecret.of(where);
    System.out.println();
    if (secret.isBlank()) {
      System.out.printf(
          "no webhooks are sent: set %s to the secret that the API has%n", WebhookSecret.VARIABLE);
    } else if (!TeamHandlers.isTaken(TYPE, where.getProperty("types", ""))) {
      System.out.printf("no webhooks are sent: none of your handlers takes %s%n", TYPE);
    } else {
      new WebhookDemo(http, api, secret, run).sendAll(where, redis);
    }
  }

  /** Waits until the event of the good one is final. */
  private void sendAll(Properties where, RedisCommands<String, String> redis)
      throws IOException, InterruptedException {
    String id = "hook-" + run;
    String body =
        "{\"event_id\":\"%s\",\"user_id\":\"dee-%s\",\"order_id\":\"%s\",\"amount\":12}"
            .formatted(id, run, run);
    String signature = WebhookSignature.of(body, secret);
    long now = System.currentTimeMillis() / 1000;
    send(body, signature, now, ACCEPTED, "signed");
    send(body, signature, now, DUPLICATE, "the same once more: a duplicate");
    send(
        body, WebhookSignature.of(body, "a guess"), now, 401, "forged: signed with another secret");
    send(body, signature, now - OLD.toSeconds(), 400, "old: its time is 6 minutes ago");
    CommandEvents.awaitFinal(redis, List.of(id), FINAL_WITHIN);
    System.out.printf(
        "%s is %s after %s attempt(s)%n",
        id, redis.hget("event:" + id, "status"), redis.hget("event:" + id, "attempts"));
    PushDemo.show(id, where, redis);
  }

  /** Tries again after a 503, as senders do. */
  private void send(String body, String signature, long time, int expected, String note)
      throws IOException, InterruptedException {
    HttpRequest request = request(body, signature, time);
    for (int tries = 1; ; tries++) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      int status = answer.statusCode();
      System.out.printf("POST %s: %d  (%s)%n", WebhookSignature.PATH, status, note);
      if (status == expected || status == DUPLICATE && expected == ACCEPTED && tries > 1) {
        return; // Kafka may acknowledge just after a 503
      }
      if (status != AGAIN || tries == MOST_TRIES) {
        throw new IllegalStateException(
            "the API must answer %d to this webhook: %s".formatted(expected, answer.body()));
      }
      Thread.sleep(1000);
    }
  }

  private HttpRequest request(String body, String signature, long time) {
    return CommandEvents.post(
        api.resolve(WebhookSignature.PATH),
        body,
        WebhookSignature.TIMESTAMP,
        Long.toString(time),
        WebhookSignature.SIGNATURE,
        signature);
  }
}
