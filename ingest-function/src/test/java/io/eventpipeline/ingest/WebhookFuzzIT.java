package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.webhook.Signing.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.ingest.webhook.SignedRequests;
import io.eventpipeline.ingest.webhook.Signing;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Malformed webhooks of every kind, many with a right signature. The system property {@code
 * webhook.fuzz.count} sets their number; {@code fuzz.seed} repeats a run.
 */
class WebhookFuzzIT {
  private static final int COUNT = Integer.getInteger("webhook.fuzz.count", 2000);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final int AT_ONCE = 64;

  /** Each request contains it; no response may. */
  private static final String MARK = "<zq\"'>";

  private static final String[] TARGETS = {
    "/webhooks/own",
    "/webhooks/own",
    "/webhooks/gh",
    "/webhooks/std",
    "/webhooks/stripe",
    "/webhooks/shop",
    "/webhooks/counted",
    "/webhooks/off",
    "/webhooks/none",
    "/webhooks/%3Czq",
    "/webhooks/own/",
    "/webhooks/",
    "/webhooks/own?a=zq"
  };
  private static final Mutation MUTATION =
      new Mutation(
          "null",
          "{}",
          "[",
          "]",
          "}",
          "\"",
          "\\ud800",
          "1e999999",
          "-",
          "0.5",
          "\0",
          "\r\n",
          MARK,
          "\uFEFF",
          "\"id\":1,",
          "\"user\":[],",
          "\"n\":9007199254740993,",
          "\"seq\":\"zq\",",
          "[[[[[[[[[[[[");
  private static final String[] ODD = {
    "",
    "zq",
    "v1,zq",
    "t=zq,v1=zq",
    "sha256=zq",
    "t=1,t=2",
    ",,,",
    "v1",
    "=",
    "é",
    "0",
    "-1",
    "1e9",
    "99999999999999999999999",
    "x".repeat(3000)
  };
  private static final List<String> HEADERS =
      List.of(
          "X-Timestamp",
          "X-Signature",
          "X-Hub-Signature-256",
          "X-GitHub-Event",
          "X-GitHub-Delivery",
          "Stripe-Signature",
          "webhook-id",
          "webhook-timestamp",
          "webhook-signature",
          "X-Shopify-Hmac-Sha256",
          "X-Shopify-Topic",
          "X-Shopify-Event-Id",
          "Content-Type",
          "Content-Encoding",
          "X-Forwarded-For",
          "Idempotency-Key",
          "traceparent");

  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;

  private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    Map<String, Object> settings = new HashMap<>(SignedRequests.settings());
    for (String source : List.of("own", "gh", "std", "stripe", "shop", "counted")) {
      settings.put("webhooks.sources." + source + ".rate", "100000/s");
    }
    api = rig.api(settings);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void no_webhook_is_answered_with_a_server_error_or_with_its_own_words() throws Exception {
    System.out.printf("webhook fuzz: %,d requests, seed %d%n", COUNT, SEED);
    Semaphore slots = new Semaphore(AT_ONCE);
    for (int i = 0; i < COUNT; i++) {
      int number = i;
      slots.acquire();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  send(number);
                } catch (IOException | RuntimeException e) {
                  wrong.add(number + ": " + e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  slots.release();
                }
              });
    }
    slots.acquire(AT_ONCE);
    System.out.println("webhook fuzz: answers " + statuses);
    assertThat(wrong).isEmpty();
    assertThat(statuses).containsKeys(202, 400, 401, 404, 410);
  }

  private void send(int number) throws IOException, InterruptedException {
    Random random = new Random(SEED + number);
    byte[] body = body(random, number);
    Map<String, String> headers = signed(random, body);
    if (random.nextInt(4) == 0) {
      headers.put(HEADERS.get(random.nextInt(HEADERS.size())), pick(random, ODD));
    }
    byte[] sent = random.nextInt(6) == 0 ? MUTATION.of(random, body) : body;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + api.getPort() + pick(random, TARGETS)))
            .timeout(Rig.PATIENCE)
            .header("X-Mark", MARK)
            .POST(HttpRequest.BodyPublishers.ofByteArray(sent));
    headers.forEach(request::setHeader);
    judge(number, Rig.HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  /** The headers of all schemes. */
  private static Map<String, String> signed(Random random, byte[] body) {
    String secret = SignedRequests.SECRET;
    String time = Long.toString(SignedRequests.now());
    Map<String, String> all = new HashMap<>();
    boolean signsTime = random.nextBoolean();
    all.put("X-Timestamp", time);
    all.put("X-Signature", Signing.hex(secret, signsTime ? time + "." : "", body));
    all.put("X-Hub-Signature-256", "sha256=" + Signing.hex(secret, "", body));
    all.put("X-GitHub-Event", random.nextInt(9) == 0 ? "ping" : "push");
    all.put("X-GitHub-Delivery", "d" + random.nextInt());
    all.put("Stripe-Signature", "t=" + time + ",v1=" + Signing.hex(secret, time + ".", body));
    all.put("webhook-id", "zq");
    all.put("webhook-timestamp", time);
    all.put("webhook-signature", "v1," + Signing.base64(bytes(secret), "zq." + time + ".", body));
    all.put("X-Shopify-Topic", "orders/create");
    all.put("X-Shopify-Event-Id", "s" + random.nextInt());
    all.put("X-Shopify-Hmac-Sha256", Signing.base64(bytes(secret), "", body));
    all.put("Content-Type", random.nextBoolean() ? "application/json" : "text/plain");
    return all;
  }

  private static byte[] body(Random random, int number) {
    byte[] json =
        bytes(
            "{\"id\":\"f"
                + number
                + "\",\"user\":\"u\",\"n\":"
                + random.nextInt(5)
                + ",\"type\":\"t\",\"sender\":{\"id\":1},\"customer\":{\"id\":2},"
                + "\"data\":{\"userId\":\"u\",\"object\":{\"customer\":\"c\"}},\""
                + MARK.replace("\"", "\\\"")
                + "\":[1]}");
    return random.nextBoolean() ? json : MUTATION.of(random, json);
  }

  private void judge(int number, HttpResponse<String> answer) {
    int status = answer.statusCode();
    statuses.computeIfAbsent(status, first -> new AtomicInteger()).incrementAndGet();
    String what = number + ": " + status + " " + answer.body();
    // On a busy machine Kafka may be slow, and then 503 is the right answer.
    if (status >= 500 && !answer.body().contains("Kafka did not acknowledge")) {
      wrong.add("server error: " + what);
    }
    String without = answer.body().replaceAll("\"eventId\":\"[a-z]+:[^\"]*\"", "");
    if (without.contains("zq") || without.contains("Exception") || without.contains("\tat ")) {
      wrong.add("tells too much: " + what);
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (status >= 400 && !type.equals("application/problem+json")) {
      wrong.add("no problem document: " + what);
    }
  }

  private static String pick(Random random, String[] of) {
    return of[random.nextInt(of.length)];
  }
}
