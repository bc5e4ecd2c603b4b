package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Malformed requests of every kind. The system property {@code fuzz.count} sets their number;
 * {@code fuzz.seed} repeats a run.
 */
class HttpFuzzIT {
  private static final int COUNT = Integer.getInteger("fuzz.count", 20_000);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

  /** Most of them only wait for the server to close an incomplete request. */
  private static final int RAW_AT_ONCE = 512;

  private static final int CLIENTS_AT_ONCE = 64;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Asks a broker that may be slow on a busy machine. */
  private static final String HEALTH = "io.micronaut.management.health.";

  private static final Pattern STATUS_LINE = Pattern.compile("[^ ]*/\\d+\\.\\d+ (\\d{3}) ");

  /** Every part of a request contains it; no response may, escaped or not. */
  private static final String MARK = "<zq\"'>";

  private static final String[] METHODS = {
    "POST", "POST", "POST", "POST", "POST", "POST", "POST", "POST", "POST", "POST", "POST", "GET",
    "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW", "post"
  };
  private static final String[] PATHS = {
    "/events",
    "/events",
    "/events",
    "/events",
    "/events",
    "/events",
    "/events",
    "/events",
    "/events/batch",
    "/events/batch",
    "/events/batch",
    "/events/batch",
    "/events/some-id",
    "/events/",
    "/",
    "*",
    "//events",
    "/events/%00",
    "/events/%",
    "/events/%zz",
    "/events/..%2f..",
    "/events?a=%",
    "/events/{id}",
    "/health",
    "/health/",
    "/nothing",
    "http://[::1/events",
    "/events/\\",
    "/events/é",
    "/events/" + "x".repeat(3000),
    "/events#x",
    "",
    "/events/batch/../",
    "/events;jsessionid=1"
  };
  private static final String[] HEADERS = {
    "Content-Type",
    "Content-Type",
    "Accept",
    "Idempotency-Key",
    "Content-Encoding",
    "Accept-Encoding",
    "Accept-Language",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "Authorization",
    "X-API-Key",
    "Cookie",
    "Origin",
    "Access-Control-Request-Method",
    "Range",
    "If-None-Match",
    "ce-id",
    "ce-specversion",
    "X-HTTP-Method-Override",
    "Forwarded",
    "Date",
    "traceparent"
  };
  private static final String[] RAW_HEADERS = {
    "Content-Length",
    "Transfer-Encoding",
    "Expect",
    "Upgrade",
    "Connection",
    "Host",
    "TE",
    "Trailer"
  };
  private static final String[] VALUES = {
    "application/json",
    "application/json",
    "application/json; charset=utf-8",
    "application/json; charset=x",
    "application/json;=",
    "application/cloudevents+json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "application/xml",
    "*/*",
    "a/b;q=x",
    "/",
    ";",
    ",",
    "\"",
    "\"a",
    "\"a\\\"",
    "gzip",
    "identity",
    "1.2.3.4, x",
    "-1",
    "0",
    "99999999999999999999",
    "chunked",
    "chunked, chunked",
    "gzip, chunked",
    "100-continue",
    "websocket",
    "h2c",
    "close",
    "keep-alive",
    "Bearer " + MARK,
    MARK,
    "",
    "1.0",
    "en-US;q=0.5, x-" + MARK,
    "x".repeat(5000),
    "é",
    "\u0001",
    "a\tb"
  };
  private static final Mutation MUTATION =
      new Mutation(
          "null",
          "{}",
          "[",
          "\"\\ud800\"",
          "1e999999",
          "}",
          "\\u0000",
          MARK,
          "\"",
          "[[[[[[[[[[[[[[[[",
          "-",
          "\"seq\":1,",
          "\"userId\":",
          "\r\n",
          "\r\n\r\n",
          ":",
          "\0",
          "%",
          " HTTP/1.1",
          "\"eventId\":\"list\",");

  @TempDir static Path dir;
  static Rig rig;

  /** Closes incomplete requests soon; receives the raw bytes. */
  static EmbeddedServer hasty;

  /** Has the default timeouts; receives whole requests. */
  static EmbeddedServer api;

  private static final Queue<String> ERRORS = new ConcurrentLinkedQueue<>();

  private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    String health = "kafka.health-timeout"; // a broker that is slow on a busy machine is not away
    hasty =
        rig.api(
            Map.of(
                "http.request-timeout",
                "1s",
                "micronaut.server.idle-timeout",
                "5s",
                health,
                Rig.PATIENCE));
    api = rig.api(Map.of(health, Rig.PATIENCE));
    AppenderBase<ILoggingEvent> errors =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            boolean wrong =
                event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null;
            if (wrong && !event.getLoggerName().startsWith(HEALTH)) {
              ERRORS.add(event.getLoggerName() + " " + event.getFormattedMessage());
            }
          }
        };
    errors.start();
    ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(errors);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void no_request_is_answered_with_a_server_error_or_with_its_own_words() throws Exception {
    System.out.printf("fuzz: %,d requests, seed %d%n", COUNT, SEED);
    parallel(RAW_AT_ONCE, 0, COUNT / 2, this::raw);
    parallel(CLIENTS_AT_ONCE, COUNT / 2, COUNT, this::client);
    System.out.println("fuzz: answers " + statuses + ", 0 = closed without one");
    assertThat(wrong).isEmpty();
    assertThat(ERRORS.stream().distinct().limit(20)).isEmpty();
    assertThat(post(hasty, "/events", event("ann")).statusCode()).isEqualTo(202);
    assertThat(post(api, "/events", event("bob")).statusCode()).isEqualTo(202);
    assertThat(statuses.get(202)).isNotNull();
  }

  private void parallel(int atOnce, int from, int to, IntConsumer request)
      throws InterruptedException {
    Semaphore slots = new Semaphore(atOnce);
    for (int i = from; i < to; i++) {
      int number = i;
      slots.acquire();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  request.accept(number);
                } catch (RuntimeException | Error e) {
                  wrong.add(number + ": " + e);
                } finally {
                  slots.release();
                }
              });
    }
    slots.acquire(atOnce);
  }

  /** Any bytes, over a socket. */
  private void raw(int number) {
    Random random = new Random(SEED + number);
    byte[] sent = rawRequest(random);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    try (Socket socket = new Socket("127.0.0.1", hasty.getPort())) {
      socket.setSoTimeout((int) Rig.PATIENCE.toMillis());
      socket.getOutputStream().write(sent);
      socket.getInputStream().transferTo(got);
    } catch (SocketTimeoutException e) {
      wrong.add(number + ": still open: " + text(sent));
    } catch (SocketException reset) {
      // Judge what has arrived until then.
    } catch (IOException e) {
      wrong.add(number + ": " + e);
    }
    judge(number, text(sent), text(got.toByteArray()));
  }

  private static byte[] rawRequest(Random random) {
    StringBuilder head = new StringBuilder();
    String body = text(body(random));
    head.append(pick(random, METHODS)).append(' ').append(pick(random, PATHS));
    head.append(random.nextInt(10) == 0 ? " HTTP/" + pick(random, VALUES) : " HTTP/1.1");
    head.append("\r\nHost: a\r\nX-Mark: " + MARK + "\r\nConnection: close\r\n");
    if (random.nextInt(10) > 0) {
      head.append("Content-Length: " + body.length() + "\r\n");
    }
    if (random.nextInt(3) > 0) {
      head.append("Content-Type: application/json\r\n");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = random.nextInt(4) == 0 ? pick(random, RAW_HEADERS) : pick(random, HEADERS);
      head.append(name).append(": ").append(pick(random, VALUES)).append("\r\n");
    }
    byte[] whole = (head + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    return random.nextInt(3) == 0 ? MUTATION.of(random, whole) : whole;
  }

  /** A request that a client library sends. */
  private void client(int number) {
    HttpRequest request;
    try {
      request = clientRequest(new Random(SEED + number));
    } catch (IllegalArgumentException theLibraryRefuses) {
      return;
    }
    try {
      HttpResponse<String> answer = Rig.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      StringBuilder whole = new StringBuilder("HTTP/1.1 " + answer.statusCode() + " -\r\n");
      answer.headers().map().forEach((n, v) -> whole.append(n + ": " + v.getFirst() + "\r\n"));
      judge(number, request.toString() + request.headers(), whole + "\r\n" + answer.body());
    } catch (IOException e) {
      wrong.add(number + ": no answer to " + request + request.headers() + ": " + e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest clientRequest(Random random) {
    String path = pick(random, PATHS);
    if (random.nextInt(3) == 0 || !path.startsWith("/")) {
      path = random.nextBoolean() ? "/events" : "/events/batch";
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.getPort() + path))
            .timeout(Rig.PATIENCE)
            .header("X-Mark", MARK);
    if (random.nextBoolean()) {
      builder.header("Content-Type", "application/json");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      builder.header(pick(random, HEADERS), pick(random, VALUES));
    }
    return builder
        .method(pick(random, METHODS), HttpRequest.BodyPublishers.ofByteArray(body(random)))
        .build();
  }

  private static byte[] body(Random random) {
    String one =
        event("u" + random.nextInt(100_000), "{\"" + MARK.replace("\"", "\\\"") + "\":[1]}");
    byte[] json =
        (random.nextBoolean() ? one : "{\"events\":[" + one + "," + one + "]}")
            .getBytes(StandardCharsets.UTF_8);
    return random.nextBoolean() ? json : MUTATION.of(random, json);
  }

  /**
   * @param answer all that came, one answer or more; those that follow the first are not parsed
   */
  private void judge(int number, String sent, String answer) {
    String what = number + ": " + answer + "\n   to " + sent;
    if (answer.startsWith("HTTP/1.1 100")) {
      answer = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
    if (answer.isEmpty()) {
      count(0);
      return;
    }
    String[] parts = answer.split("\r\n\r\n", 2);
    // The server repeats the version it was asked in, so a request in HTTP/8.1 is answered in it.
    Matcher line = STATUS_LINE.matcher(answer);
    if (!line.lookingAt() || parts.length < 2) {
      wrong.add("no HTTP: " + what);
      return;
    }
    int status = Integer.parseInt(line.group(1));
    count(status);
    // On a busy machine Kafka may be slow, and then 503 is the right answer.
    if (status >= 500 && !answer.contains("Kafka did not acknowledge")) {
      wrong.add("server error: " + what);
    }
    if (answer.contains("zq") || answer.contains("\tat ") || answer.contains("Exception")) {
      wrong.add("tells too much: " + what);
    }
    if (status >= 400 && !parts[1].isEmpty() && !isProblem(status, parts[0], parts[1])) {
      wrong.add("no problem document: " + what);
    }
  }

  private static boolean isProblem(int status, String head, String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      return problem.path("status").asInt() == status
          && head.toLowerCase(java.util.Locale.ROOT)
              .contains("content-type: application/problem+json");
    } catch (IOException e) {
      return false;
    }
  }

  private void count(int status) {
    statuses.computeIfAbsent(status, s -> new AtomicInteger()).incrementAndGet();
  }

  private static String pick(Random random, String[] of) {
    return of[random.nextInt(of.length)];
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
