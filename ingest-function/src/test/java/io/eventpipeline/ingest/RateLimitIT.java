package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimitIT {
  private static final String FORWARDED = "X-Forwarded-For";

  @TempDir static Path dir;
  static Rig rig;

  /** Limits users only, which is the default. */
  static EmbeddedServer plain;

  /** Limits addresses too, behind a proxy on this machine and one in 10/8. */
  static EmbeddedServer guarded;

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    plain = rig.api(Map.of("limit.events-per-second", 3));
    guarded =
        rig.api(
            Map.of(
                "limit.events-per-second",
                100,
                "limit.ip-events-per-second",
                4,
                "http.trusted-proxies",
                "127.0.0.0/8, 10.0.0.0/8, fd00::/8"));
  }

  /** One test restarts Redis. Until an API has connected again, it counts on its own. */
  @BeforeEach
  void awaitRedis() {
    for (EmbeddedServer api : List.of(plain, guarded)) {
      FailFastRedis redis = api.getApplicationContext().getBean(FailFastRedis.class);
      await().atMost(Rig.PATIENCE).until(redis::isWell);
    }
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void answers_tell_the_limit_and_what_is_left_of_it() {
    HttpResponse<String> first = post(plain, "/events", event("ann"));
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(header(first, "RateLimit-Policy")).isEqualTo("\"user\";q=3;w=1");
    assertThat(header(first, "RateLimit")).isEqualTo("\"user\";r=2;t=1");
    HttpResponse<String> batch = post(plain, "/events/batch", batch("bob", 5));
    assertThat(batch.statusCode()).isEqualTo(202);
    assertThat(batch.body()).contains("\"rate_limited\"");
    assertThat(header(batch, "RateLimit-Policy")).isEqualTo("\"user\";q=3;w=1");
    assertThat(header(batch, "RateLimit")).matches("\"user\";r=0;t=[12]");
  }

  @Test
  void an_analytics_event_over_the_limit_is_a_429_alone_and_a_result_in_a_list() {
    String many =
        IntStream.range(0, 5).mapToObj(i -> click("gil")).collect(Collectors.joining(","));
    HttpResponse<String> list = post(plain, "/events", "[" + many + "]");
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(list.body()).contains("\"success\"", "\"code\":\"rate_limited\"");
    assertThat(header(list, "RateLimit-Policy")).isEqualTo("\"user\";q=3;w=1");
    HttpResponse<String> alone = list;
    for (int i = 0; i < 1000 && alone.statusCode() == 200; i++) {
      alone = post(plain, "/events", click("gil"));
    }
    assertThat(alone.statusCode()).isEqualTo(429);
    assertThat(alone.body()).contains("\"status\":429", "\"violated-policies\":[\"user\"]");
    assertThat(header(alone, "Retry-After")).isNotEmpty();
  }

  private static String click(String user) {
    return "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"type\":\"click\",\"ts\":%d}"
        .formatted(UUID.randomUUID(), user, System.currentTimeMillis());
  }

  @Test
  void what_is_refused_is_a_quota_exceeded_and_has_a_permit_when_it_comes_back() throws Exception {
    for (int round = 0; round < 3; round++) {
      HttpResponse<String> refused = untilRefused(plain, "cid");
      assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(refused.body())
          .contains(
              "\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\"",
              "\"status\":429",
              "\"violated-policies\":[\"user\"]");
      String wait = header(refused, "Retry-After");
      assertThat(header(refused, "RateLimit-Policy")).isEqualTo("\"user\";q=3;w=1");
      assertThat(header(refused, "RateLimit")).isEqualTo("\"user\";r=0;t=" + wait);
      Thread.sleep(Duration.ofSeconds(Long.parseLong(wait)));
      assertThat(post(plain, "/events", event("cid")).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void addresses_are_not_counted_unless_that_is_wanted() throws Exception {
    OneWindow.run(
        "dan",
        user -> {
          assertThat(post(plain, "/events", event(user)).statusCode()).isEqualTo(202);
          assertThat(rig.store.keys("rate-ip:*")).doesNotContain("rate-ip:127.0.0.1");
          assertThat(rig.store.exists("rate:" + user)).isEqualTo(1);
        });
  }

  @Test
  void an_address_has_a_limit_of_its_own_whatever_its_users_are() throws Exception {
    OneWindow.run("eve", RateLimitIT::takeAllOfAnAddress);
  }

  private static void takeAllOfAnAddress(String user) {
    String address = "203.0.113." + user.substring("eve".length());
    List<HttpResponse<String>> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(post(guarded, "/events", event(user + "-" + i), FORWARDED, address));
    }
    assertThat(answers.subList(0, 4)).allMatch(a -> a.statusCode() == 202);
    assertThat(header(answers.getFirst(), "RateLimit-Policy"))
        .isEqualTo("\"user\";q=100;w=1, \"ip\";q=4;w=1");
    assertThat(header(answers.getFirst(), "RateLimit"))
        .isEqualTo("\"user\";r=99;t=1, \"ip\";r=3;t=1");
    HttpResponse<String> refused = answers.getLast();
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("\"violated-policies\":[\"ip\"]", "address");
    assertThat(header(refused, "RateLimit")).contains("\"ip\";r=0;t=");
    assertThat(rig.store.zcard("rate-ip:" + address)).isEqualTo(4);
    assertThat(rig.store.exists("rate:" + user + "-4"))
        .as("no permit of the user is used")
        .isZero();
    assertThat(
            post(guarded, "/events", event(user + "-4"), FORWARDED, "198.51.100.1, 10.1.2.3")
                .statusCode())
        .as("another address")
        .isEqualTo(202);
  }

  @Test
  void a_client_cannot_choose_its_address() throws Exception {
    assertCountedAs("198.51.100.7", "1.1.1.1, 198.51.100.7");
    assertCountedAs("198.51.100.8", "nonsense, 198.51.100.8:4711, 10.9.9.9");
    assertCountedAs("2001:db8:0:0:0:0:0:7", "[2001:db8::7]:80, fd00::1");
    assertCountedAs("127.0.0.1", "198.51.100.9, nonsense");
    assertCountedAs("10.0.0.1", "198.51.100.10, 1.2.3, 10.0.0.1");
  }

  private static void assertCountedAs(String address, String forwardedFor) throws Exception {
    OneWindow.run(
        "fay",
        user -> {
          rig.store.keys("rate-ip:*").forEach(rig.store::del);
          post(guarded, "/events", event(user), FORWARDED, forwardedFor);
          assertThat(rig.store.keys("rate-ip:*")).containsExactly("rate-ip:" + address);
        });
  }

  @Test
  void a_wrong_range_stops_the_start() {
    assertThatThrownBy(() -> rig.api(Map.of("http.trusted-proxies", "10.0.0.0/33")))
        .hasStackTraceContaining("http.trusted-proxies must be ranges such as 10.0.0.0/8");
  }

  @Test
  void with_redis_away_a_window_of_our_own_takes_over() throws Exception {
    rig.redis.kill();
    try {
      double before = decidedLocally();
      HttpResponse<String> refused = untilRefused(plain, "gil");
      assertThat(decidedLocally()).isGreaterThanOrEqualTo(before + 4);
      assertThat(refused.body()).contains("quota-exceeded");
      assertThat(header(refused, "RateLimit"))
          .isEqualTo("\"user\";r=0;t=" + header(refused, "Retry-After"));
      Thread.sleep(Duration.ofSeconds(Long.parseLong(header(refused, "Retry-After"))));
      HttpResponse<String> again = post(plain, "/events", event("gil"));
      assertThat(again.statusCode()).isEqualTo(202);
      assertThat(header(again, "RateLimit")).isEqualTo("\"user\";r=2;t=1");
      HttpResponse<String> batch =
          post(guarded, "/events/batch", batch("gil", 6), FORWARDED, "203.0.113.9");
      assertThat(batch.body()).contains("this address");
      assertThat(header(batch, "RateLimit")).startsWith("\"user\";r=96;").contains("\"ip\";r=0;");
    } finally {
      rig.redis.restart();
    }
    await()
        .atMost(Rig.PATIENCE)
        .until(
            () -> {
              post(plain, "/events", event("hal"));
              return rig.store.exists("rate:hal") == 1;
            });
  }

  private static double decidedLocally() {
    return plain
        .getApplicationContext()
        .getBean(MeterRegistry.class)
        .counter("ingest.limit.local")
        .count();
  }

  /** Posts more at once than the window has permits, and returns one refused response. */
  private static HttpResponse<String> untilRefused(EmbeddedServer api, String user) {
    List<HttpResponse<String>> answers;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<HttpResponse<String>>> posts = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        posts.add(CompletableFuture.supplyAsync(() -> post(api, "/events", event(user)), threads));
      }
      answers = posts.stream().map(CompletableFuture::join).toList();
    }
    assertThat(answers.stream().map(HttpResponse::statusCode)).contains(202).containsOnly(202, 429);
    return answers.stream().filter(a -> a.statusCode() == 429).findFirst().orElseThrow();
  }

  private static String batch(String user, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> event(user))
        .collect(Collectors.joining(",", "{\"events\":[", "]}"));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow(() -> new AssertionError("no " + name));
  }
}
