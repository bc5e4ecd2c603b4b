package io.eventpipeline.local.simulate;

import io.eventpipeline.local.WebhookSignature;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a run sends.
 *
 * @param api base URL of the API, without a slash at its end
 * @param query base URL of the query service, the same; null if none is known
 * @param secret signs webhooks; null if none is known
 */
public record SimulationTarget(URI api, @Nullable URI query, @Nullable String secret) {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  /** The request for {@code send}, as at {@code unixMs}. */
  HttpRequest request(PlannedSend send, long unixMs) {
    String body = send.bodyAt(unixMs);
    return send.kind() == SendKind.WEBHOOK ? webhook(body, unixMs) : post("/events", body).build();
  }

  private HttpRequest webhook(String body, long unixMs) {
    if (secret == null) {
      throw new IllegalStateException("webhooks need a secret");
    }
    return post(WebhookSignature.PATH, body)
        .header(WebhookSignature.TIMESTAMP, Long.toString(unixMs / 1000))
        .header(WebhookSignature.SIGNATURE, WebhookSignature.of(body, secret))
        .build();
  }

  private HttpRequest.Builder post(String path, String body) {
    return json(URI.create(api + path)).POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** A request with a body of JSON, whose method the caller sets. */
  static HttpRequest.Builder json(URI at) {
    return HttpRequest.newBuilder(at)
        .header("Content-Type", "application/json")
        .timeout(ANSWER_WITHIN);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return api.toString();
  }
}
