package io.eventpipeline.ingest.webhook;

import static io.eventpipeline.ingest.webhook.Signing.bytes;

import io.eventpipeline.ingest.transport.TransportRequest;
import java.util.Map;
import java.util.TreeMap;

/** Webhooks as senders send them, and an API's settings for them. */
public final class SignedRequests {
  public static final String SECRET = "webhook-secret-of-32-characters!";
  public static final String ALIAS = "/api/webhook/order.created";

  private SignedRequests() {}

  /** The source {@code orders} and one source for each way to sign. */
  public static Map<String, String> settings() {
    Map<String, String> all = new TreeMap<>();
    all.put("webhook.secret", SECRET);
    put(all, "own", "scheme", "timestamped-hmac", "type", "own", "event-id", "$.id");
    put(all, "own", "user", "$.user", "rate", "100000/s");
    put(all, "gh", "preset", "github", "user", "$.sender.id | $.repository.owner.id");
    put(all, "std", "scheme", "standard", "user", "$.data.userId");
    put(all, "stripe", "preset", "stripe", "user", "$.data.object.customer");
    put(all, "shop", "preset", "shopify", "user", "$.customer.id");
    put(all, "off", "preset", "github", "user", "$.u", "enabled", "false");
    put(all, "counted", "scheme", "timestamped-hmac", "type", "counted", "event-id", "$.id");
    put(all, "counted", "user", "$.user", "seq", "$.n", "signed", "timestamp.body");
    all.put(
        "webhooks.sources.std.secrets",
        "whsec_" + java.util.Base64.getEncoder().encodeToString(bytes(SECRET)));
    return all;
  }

  private static void put(Map<String, String> all, String source, String... fields) {
    all.put("webhooks.sources." + source + ".secrets", SECRET);
    for (int i = 0; i < fields.length; i += 2) {
      all.put("webhooks.sources." + source + "." + fields[i], fields[i + 1]);
    }
  }

  public static long now() {
    return System.currentTimeMillis() / 1000;
  }

  /** Signed by the scheme timestamped-hmac now. */
  public static TransportRequest timestamped(String target, byte[] body) {
    return timestamped(target, body, Long.toString(now()));
  }

  public static TransportRequest timestamped(String target, byte[] body, String time) {
    return TransportRequest.post(target, body)
        .with("X-Timestamp", time)
        .with("X-Signature", Signing.hex(SECRET, "", body));
  }

  /** Of the source {@code orders}, in JSON. */
  public static TransportRequest order(String id, String user) {
    return timestamped(ALIAS, bytes(orderBody(id, user))).with("Content-Type", "application/json");
  }

  public static String orderBody(String id, String user) {
    return "{\"event_id\":\"" + id + "\",\"user_id\":\"" + user + "\",\"amount\":12}";
  }

  /** Of the source {@code own}. */
  public static TransportRequest own(String id, String user) {
    return timestamped("/webhooks/own", bytes("{\"id\":\"" + id + "\",\"user\":\"" + user + "\"}"))
        .with("Content-Type", "application/json");
  }

  public static TransportRequest github(String event, String delivery, String body) {
    return TransportRequest.json("/webhooks/gh", body)
        .with("X-GitHub-Event", event)
        .with("X-GitHub-Delivery", delivery)
        .with("X-Hub-Signature-256", "sha256=" + Signing.hex(SECRET, "", bytes(body)));
  }

  public static TransportRequest standard(String id, String body) {
    String time = Long.toString(now());
    String signature = Signing.base64(bytes(SECRET), id + "." + time + ".", bytes(body));
    return TransportRequest.json("/webhooks/std", body)
        .with("webhook-id", id)
        .with("webhook-timestamp", time)
        .with("webhook-signature", "v1," + signature);
  }

  public static TransportRequest stripe(String body) {
    String time = Long.toString(now());
    String signature = Signing.hex(SECRET, time + ".", bytes(body));
    return TransportRequest.json("/webhooks/stripe", body)
        .with("Stripe-Signature", "t=" + time + ",v1=" + "0".repeat(64) + ",v1=" + signature);
  }

  public static TransportRequest shopify(String id, String body) {
    return TransportRequest.json("/webhooks/shop", body)
        .with("X-Shopify-Event-Id", id)
        .with("X-Shopify-Topic", "orders/create")
        .with("X-Shopify-Hmac-Sha256", Signing.base64(bytes(SECRET), "", bytes(body)));
  }
}
