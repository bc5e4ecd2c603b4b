package io.eventpipeline.ingest;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.LocalRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyIT {
  private static final String KEY = "Idempotency-Key";

  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;
  static EmbeddedServer twin;

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    api = rig.api(Map.of());
    twin = rig.api(Map.of());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void the_same_again_is_a_duplicate_that_uses_no_permit() {
    HttpResponse<String> first = post(api, "/events", event("ann"), KEY, "\"a \\\"key\\\"\"");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(first.body()).contains("\"status\":\"accepted\"");
    HttpResponse<String> second = post(api, "/events", event("ann"), KEY, "a \"key\"");
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body().replace("accepted", "duplicate"));
    assertThat(rig.store.zcard("rate:ann")).isLessThanOrEqualTo(1);
    assertThat(rig.idsOf("ann")).hasSize(1);
    List<String> keys = rig.store.keys("idem:*");
    assertThat(keys).isNotEmpty();
    assertThat(rig.store.ttl(keys.getFirst())).isBetween(86_000L, 86_400L);
  }

  @Test
  void other_things_under_one_key_are_a_conflict() {
    assertThat(post(api, "/events", event("bob", "{\"a\":1}"), KEY, "k").statusCode())
        .isEqualTo(202);
    HttpResponse<String> other = post(api, "/events", event("bob", "{\"a\":2}"), KEY, "k");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(other.body()).contains("\"status\":422");
    assertThat(post(api, "/events", event("bea", "{\"a\":2}"), KEY, "k").body())
        .as("another user's key is another key")
        .contains("accepted");
    assertThat(post(api, "/events/batch", batchOf(keyed("bob", "k").request())).body())
        .contains("\"status\":\"conflict\"");
  }

  @Test
  void twenty_at_once_are_one() throws Exception {
    for (int round = 0; round < 5; round++) {
      String user = "cid" + round;
      List<HttpResponse<String>> answers = atOnce(20, user);
      assertThat(answers).allMatch(a -> a.statusCode() == 202);
      assertThat(answers).filteredOn(a -> a.body().contains("\"accepted\"")).hasSize(1);
      assertThat(answers).filteredOn(a -> a.body().contains("\"duplicate\"")).hasSize(19);
      assertThat(answers.stream().map(a -> a.body().split(",")[0]).distinct()).hasSize(1);
      assertThat(rig.idsOf(user)).hasSize(1);
      assertThat(rig.store.zcard("rate:" + user)).isLessThanOrEqualTo(1);
    }
  }

  private static List<HttpResponse<String>> atOnce(int count, String user) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        EmbeddedServer server = i % 2 == 0 ? api : twin;
        all.add(
            CompletableFuture.supplyAsync(
                () -> post(server, "/events", event(user), KEY, "one"), threads));
      }
      return all.stream().map(CompletableFuture::join).toList();
    }
  }

  @Test
  void items_of_a_batch_have_keys_of_their_own() {
    String body =
        batchOf(
            keyed("dan", "1").request(),
            keyed("dan", "2").request(),
            keyed("dan", "1").request(),
            keyed("dan", "1").with("x", 1).request(),
            keyed("dan", "").request(),
            event("dan"));
    assertThat(statuses(post(api, "/events/batch", body)))
        .containsExactly("accepted", "accepted", "duplicate", "conflict", "invalid", "accepted");
    assertThat(statuses(post(twin, "/events/batch", body)))
        .containsExactly("duplicate", "duplicate", "duplicate", "conflict", "invalid", "accepted");
    assertThat(rig.idsOf("dan")).hasSize(4);
    HttpResponse<String> single = post(api, "/events", event("dan"), KEY, "2");
    assertThat(single.body()).contains("duplicate");
  }

  @Test
  void the_key_of_a_batch_is_good_for_each_position_in_it() {
    String wrong = anEvent().withoutId().of("kim").without("payload").request();
    String own = keyed("kim", "own").request();
    String id = anEvent().of("kim").id("kim-id").request();
    String same = event("kim");
    HttpResponse<String> first = batch(api, "\"b\"", same, wrong, own, id, same);
    assertThat(statuses(first))
        .containsExactly("accepted", "invalid", "accepted", "accepted", "accepted");
    assertThat(ids(first)).as("the same twice is two events").hasSize(4).doesNotHaveDuplicates();
    HttpResponse<String> again = batch(twin, "b", same, wrong, own, id, same);
    assertThat(statuses(again))
        .containsExactly("duplicate", "invalid", "duplicate", "duplicate", "duplicate");
    assertThat(ids(again)).isEqualTo(ids(first));
    assertThat(rig.idsOf("kim")).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void the_key_of_a_batch_does_not_depend_on_the_other_items() {
    String own = keyed("kay", "own").request();
    String same = event("kay");
    assertThat(statuses(batch(api, "b", same, "{}", own)))
        .containsExactly("accepted", "invalid", "accepted");
    assertThat(statuses(batch(api, "b", same, same, own)))
        .as("what was wrong is right now")
        .containsExactly("duplicate", "accepted", "duplicate");
    assertThat(statuses(batch(api, "b", same, same, own, same)))
        .as("more items")
        .containsExactly("duplicate", "duplicate", "duplicate", "accepted");
    assertThat(statuses(batch(api, "b", event("kay", "{\"x\":1}"), event("kit"), same)))
        .as("another body, another user, another position")
        .containsExactly("conflict", "accepted", "accepted");
    assertThat(statuses(batch(api, "c", same, own)))
        .as("another key, but for an item with its own")
        .containsExactly("accepted", "duplicate");
    assertThat(post(api, "/events", same, KEY, "b").body())
        .as("one event with the key of a batch")
        .contains("accepted");
    assertThat(rig.idsOf("kay")).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void a_batch_again_takes_only_what_kafka_did_not_acknowledge() throws Exception {
    EmbeddedServer broken = rig.api(Rig.withTopic("half"));
    rig.refuseAll(broken, "half");
    String item = event("lea");
    assertThat(statuses(batch(api, "b", item))).containsExactly("accepted");
    HttpResponse<String> half = batch(broken, "b", item, item);
    assertThat(statuses(half)).containsExactly("duplicate", "unavailable");
    HttpResponse<String> whole = batch(api, "b", item, item);
    assertThat(statuses(whole)).containsExactly("duplicate", "accepted");
    assertThat(ids(whole)).as("known before it was taken").isEqualTo(ids(half));
    broken.close();
    assertThat(rig.idsOf("lea")).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void a_batch_again_takes_only_what_was_over_the_limit() {
    EmbeddedServer narrow = rig.api(Map.of("limit.events-per-second", 1));
    assertThat(statuses(batch(narrow, "n", event("lou"), event("lou"))))
        .containsExactly("accepted", "rate_limited");
    assertThat(statuses(batch(api, "n", event("lou"), event("lou"))))
        .containsExactly("duplicate", "accepted");
    assertThat(rig.idsOf("lou")).hasSize(2).doesNotHaveDuplicates();
  }

  private static TestEvent keyed(String user, String key) {
    return anEvent().withoutId().of(user).idempotencyKey(key);
  }

  private static String batchOf(String... items) {
    return "{\"events\":[" + String.join(",", items) + "]}";
  }

  private static HttpResponse<String> batch(EmbeddedServer server, String key, String... items) {
    return post(server, "/events/batch", batchOf(items), KEY, key);
  }

  private static List<String> ids(HttpResponse<String> batch) {
    return Pattern.compile("\"eventId\":\"([^\"]+)\"")
        .matcher(batch.body())
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  private static List<String> statuses(HttpResponse<String> batch) {
    assertThat(batch.statusCode()).as(batch.body()).isEqualTo(202);
    return Pattern.compile("\"status\":\"(\\w+)\"")
        .matcher(batch.body())
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  @Test
  void twin_batches_at_once_are_one() throws Exception {
    String text =
        TestEvent.batch(
            IntStream.range(0, 300).mapToObj(i -> keyed("tw" + i % 5, "" + i)).toList());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        EmbeddedServer server = i % 2 == 0 ? api : twin;
        all.add(CompletableFuture.supplyAsync(() -> post(server, "/events/batch", text), threads));
      }
      List<String> statuses =
          all.stream().map(CompletableFuture::join).flatMap(a -> statuses(a).stream()).toList();
      assertThat(statuses).filteredOn("accepted"::equals).hasSize(300);
      assertThat(statuses).filteredOn("duplicate"::equals).hasSize(1500);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(rig.idsOf("tw" + i)).hasSize(60).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_key_that_is_none_is_refused() {
    for (String key : List.of("\"open", "\"a\" b", "x".repeat(256), "\"\"", "\"a\\b\"")) {
      HttpResponse<String> answer = post(api, "/events", event("eve"), KEY, key);
      assertThat(answer.statusCode()).as(key).isEqualTo(400);
      assertThat(answer.body()).contains("header Idempotency-Key");
      HttpResponse<String> many = batch(api, key, event("eve"));
      assertThat(many.statusCode()).as(key).isEqualTo(400);
      assertThat(many.body()).contains("header Idempotency-Key");
    }
    assertThat(rig.idsOf("eve")).isEmpty();
    assertThat(post(api, "/events", keyed("eve", "b").request(), KEY, "a").statusCode())
        .isEqualTo(400);
  }

  @Test
  void what_was_limited_leaves_nothing_behind() {
    EmbeddedServer narrow = rig.api(Map.of("limit.events-per-second", 1));
    String user = "fay";
    long before = rig.store.keys("idem:*").size();
    int limited = 0;
    for (int i = 0; i < 20; i++) {
      int status = post(narrow, "/events", event(user), KEY, "fay" + i).statusCode();
      limited += status == 429 ? 1 : 0;
    }
    assertThat(limited).isGreaterThan(10);
    assertThat(rig.store.keys("idem:*")).hasSize((int) before + 20 - limited);
    HttpResponse<String> retry = post(api, "/events", event(user), KEY, "fay19");
    assertThat(retry.body()).containsAnyOf("accepted", "duplicate");
  }

  @Test
  void what_kafka_did_not_acknowledge_leaves_nothing_behind() throws Exception {
    EmbeddedServer server = rig.api(Rig.withTopic("refused"));
    rig.refuseAll(server, "refused");
    long before = rig.store.keys("idem:*").size();
    HttpResponse<String> answer = post(server, "/events", event("gus"), KEY, "g");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(rig.store.keys("idem:*")).hasSize((int) before);
    assertThat(post(api, "/events", event("gus"), KEY, "g").body()).contains("accepted");
    server.close();
  }

  @Test
  void a_request_that_died_is_overtaken() {
    HttpResponse<String> first = post(api, "/events", event("hal"), KEY, "h");
    String key =
        rig.store.keys("idem:*").stream()
            .filter(k -> first.body().contains(k.substring("idem:".length())))
            .findFirst()
            .orElseThrow();
    String kept = rig.store.get(key);
    rig.store.psetex(key, 60_000, "p" + kept.substring(1) + "of-a-process-that-died");
    long before = scripts();
    CompletableFuture<HttpResponse<String>> retry =
        CompletableFuture.supplyAsync(() -> post(api, "/events", event("hal"), KEY, "h"));
    await().atMost(Rig.PATIENCE).until(() -> scripts() >= before + 3);
    assertThat(retry).as("it looks again and again, as long as the key is held").isNotDone();
    rig.store.pexpire(key, 1);
    assertThat(retry.join().body()).isEqualTo(first.body());
    assertThat(rig.idsOf("hal")).hasSize(2).containsOnly(rig.idsOf("hal").getFirst());
  }

  private static long scripts() {
    return rig.store
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:calls="))
        .mapToLong(line -> Long.parseLong(line.split("[=,]")[1]))
        .sum();
  }

  @Test
  void without_redis_the_id_alone_makes_it_one_event() {
    LocalRedis gone = LocalRedis.start(dir.resolve("gone"), 0);
    EmbeddedServer server = rig.api(Map.of("redis.uri", gone.uri()));
    gone.close();
    String first = post(server, "/events", event("ida"), KEY, "i").body();
    String second = post(server, "/events", event("ida"), KEY, "i").body();
    assertThat(first).contains("accepted").isEqualTo(second);
    assertThat(post(api, "/events", event("ida"), KEY, "i").body()).isEqualTo(first);
    assertThat(rig.idsOf("ida")).hasSize(3).containsOnly(rig.idsOf("ida").getFirst());
    MeterRegistry meters = server.getApplicationContext().getBean(MeterRegistry.class);
    assertThat(meters.counter("ingest.idempotency.open").count()).isEqualTo(2);
    assertThat(meters.counter("ingest.limit.local").count()).isEqualTo(2);
    server.close();
  }
}
