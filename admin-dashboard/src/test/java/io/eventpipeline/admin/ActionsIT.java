package io.eventpipeline.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.WebRig.Browser;
import io.eventpipeline.admin.mask.Masking;
import io.lettuce.core.Range;
import io.micronaut.http.uri.UriMatchTemplate;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators do on the pages, by HTTP, on a real Kafka and Redis. */
class ActionsIT {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String LETTERS = "/admin/dead-letters";

  @TempDir static Path dir;
  private static WebRig rig;
  private static Browser operator;
  private static Browser viewer;

  @BeforeAll
  static void start() {
    rig = new WebRig(dir, "admin.masked-fields", "password, card_number");
    operator = rig.login(WebRig.OPERATOR);
    viewer = rig.login(WebRig.VIEWER);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void begin() {
    rig.consumer.holds = false;
    rig.consumer.runs.clear();
    for (String keys :
        List.of(
            "dlq:*",
            "event:*",
            "inflight:*",
            "admin:audit",
            "push:*",
            "outbox:*",
            "replay:*",
            "ix:*",
            "pause*",
            "lanes:*")) {
      rig.core.commands().keys(keys).forEach(key -> rig.core.commands().del(key));
    }
  }

  /** What goes on in the background ends here, and not in the next test. */
  @AfterEach
  void awaitResults() {
    await()
        .atMost(WebRig.SOON)
        .until(
            () ->
                !"stream".equals(rig.core.commands().type("admin:audit"))
                    || count("intent") == count("result"));
  }

  private static long count(String phase) {
    return audit().stream().filter(line -> phase.equals(line.get("phase"))).count();
  }

  private static List<Map<String, String>> audit() {
    return rig.core.commands().xrange("admin:audit", Range.unbounded()).stream()
        .map(line -> line.getBody())
        .toList();
  }

  private static void fail(String id, String payload) {
    rig.core.fail(
        id,
        "ann",
        "a",
        "Boom",
        "{\"id\":\"%s\",\"userId\":\"ann\",\"type\":\"a\",\"payload\":%s,\"timestamp\":5}"
            .formatted(id, payload));
  }

  private static void awaitGone(String id) {
    await().atMost(WebRig.SOON).until(() -> rig.core.letters.find(id) == null);
  }

  /** Every action with fields that are right. */
  static List<List<String>> actions() {
    return List.of(
        List.of(LETTERS + "/e-1/replay"),
        List.of(LETTERS + "/e-1/replay", "payload", "{\"n\":2}"),
        List.of(LETTERS + "/e-1/reveal"),
        List.of(LETTERS + "/e-1/purge", "sure", "1"),
        List.of(LETTERS + "/poison~events~0~9/fix", "payload", fixed()),
        List.of(LETTERS + "/jobs", "class", "Boom"),
        List.of(LETTERS + "/jobs/job-1/run"),
        List.of(LETTERS + "/jobs/purge-1/run", "sure", "1"),
        List.of(LETTERS + "/jobs/job-1/stop"),
        List.of("/admin/skipped/send-again", "line", "1-1"),
        List.of("/admin/users/pause", "user", "ann", "minutes", "5", "why", "x"),
        List.of("/admin/users/resume", "user", "bob"),
        List.of("/admin/push/replay", "entry", "1-1"),
        List.of("/admin/push/replay-oldest", "count", "10"),
        List.of("/admin/events/e-1/reveal"));
  }

  @Test
  void no_action_is_missing_here() {
    assertThat(
            rig.actions().stream()
                .filter(
                    route ->
                        actions().stream()
                            .noneMatch(one -> route.match(one.getFirst()).isPresent()))
                .map(UriMatchTemplate::toPathString)
                .distinct())
        .containsExactlyInAnyOrder(
            "/admin/login", "/admin/logout", "/admin/link", "/admin/test-action");
  }

  @Test
  void a_program_does_nothing_that_cannot_be_audited() {
    prepare();
    rig.core.commands().set("admin:audit", "no stream");
    String before = state();
    String path = "/admin/api/dead-letters/e-1/replay";
    assertThat(rig.api("bot-token", path, "{}").statusCode()).isEqualTo(503);
    assertThat(state()).isEqualTo(before);
  }

  private static String fixed() {
    return "{\"userId\":\"ann\",\"type\":\"a\",\"payload\":{}}";
  }

  /** What all actions act on. */
  private static void prepare() {
    fail("e-1", "{\"n\":1,\"password\":\"hunter2\"}");
    rig.core.fail("poison~events~0~9", "", "", "InvalidEvent", "no json");
    var redis = rig.core.commands();
    redis.hset(
        "replay:job:job-1",
        Map.of("state", "ready", "total", "1", "by", "ann", "filter", "all", "rate", "0"));
    redis.rpush("replay:ids:job-1", "e-1");
    redis.hset(
        "replay:job:purge-1",
        Map.of("state", "ready", "total", "1", "by", "ann", "filter", "all", "purge", "1"));
    redis.rpush("replay:ids:purge-1", "e-1");
    redis.zadd("paused", 1e15, "bob");
    redis.hset("pause:bob", Map.of("by", "ann", "why", "x", "since", "1", "until", "2"));
    redis.xadd(
        "ix:notable",
        new io.lettuce.core.XAddArgs().id("1-1"),
        Map.of(
            "status",
            "skipped",
            "eventId",
            "s-1",
            "userId",
            "ann",
            "type",
            "a",
            "topic",
            "events",
            "partition",
            "0",
            "offset",
            "0"));
    redis.xadd(
        "push:dlq",
        new io.lettuce.core.XAddArgs().id("1-1"),
        Map.of("id", "e-1#1", "payload", "{\"title\":\"x\"}", "error", "x", "attempts", "4"));
  }

  /** All that an action may change. */
  private static String state() {
    var redis = rig.core.commands();
    return redis.hgetall("dlq:e-1")
        + " "
        + redis.hgetall("dlq:poison~events~0~9")
        + redis.hgetall("replay:job:job-1")
        + redis.hgetall("replay:job:purge-1")
        + redis.keys("replay:job:*")
        + redis.zrange("paused", 0, -1)
        + redis.xlen("push:dlq")
        + rig.consumer.runs;
  }

  @ParameterizedTest
  @MethodSource("actions")
  void a_viewer_may_not(List<String> action) {
    prepare();
    String before = state();
    HttpResponse<String> answer = post(viewer, action);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain("hunter2");
    assertThat(state()).isEqualTo(before);
    assertThat(audit()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void an_action_without_the_csrf_token_is_refused(List<String> action) {
    prepare();
    String before = state();
    String[] fields = action.subList(1, action.size()).toArray(String[]::new);
    assertThat(rig.postAlone(operator, action.getFirst(), fields).statusCode()).isEqualTo(403);
    assertThat(state()).isEqualTo(before);
    assertThat(audit()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void what_cannot_be_audited_is_not_done(List<String> action) {
    prepare();
    rig.core.commands().set("admin:audit", "no stream");
    String before = state();
    HttpResponse<String> answer = post(operator, action);
    if (action.getFirst().endsWith("/jobs")) {
      assertThat(answer.statusCode()).as("counting changes nothing").isEqualTo(303);
      return;
    }
    if (action.getFirst().endsWith("/send-again")) {
      assertThat(answer.statusCode()).isIn(409, 503);
    } else {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.body()).contains("Redis did not answer");
    }
    assertThat(answer.body()).doesNotContain("hunter2");
    assertThat(state()).isEqualTo(before);
  }

  private static HttpResponse<String> post(Browser browser, List<String> action) {
    String[] fields = action.subList(1, action.size()).toArray(String[]::new);
    return rig.post(browser, action.getFirst(), fields);
  }

  static List<String> pages() {
    return List.of(
        LETTERS,
        LETTERS + "/e-1",
        LETTERS + "/poison~events~0~9",
        LETTERS + "/jobs/job-1",
        "/admin/skipped",
        "/admin/users",
        "/admin/users?user=bob",
        "/admin/push");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void buttons_are_for_operators_only(String page) {
    prepare();
    HttpResponse<String> seen = rig.get(viewer, page);
    assertThat(seen.statusCode()).isEqualTo(200);
    assertThat(main(seen.body())).doesNotContain("method=\"post\"");
    assertThat(main(rig.get(operator, page).body())).contains("method=\"post\"");
  }

  private static String main(String page) {
    return page.substring(page.indexOf("<main"), page.indexOf("</main>"));
  }

  @Test
  void a_script_in_any_field_is_text() {
    String record =
        "{\"id\":\"e-1\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{\"a\":\"%s\"},\"timestamp\":5}"
            .formatted(SCRIPT, SCRIPT, SCRIPT);
    rig.core.fail("e-1", SCRIPT, SCRIPT, SCRIPT, record);
    var redis = rig.core.commands();
    redis.hset(
        "dlq:e-1",
        Map.of(
            "error",
            SCRIPT,
            "stackTrace",
            SCRIPT,
            "topic",
            SCRIPT,
            "seq",
            SCRIPT,
            "replayState",
            SCRIPT,
            "replayBy",
            SCRIPT,
            "original",
            record,
            "history",
            "[{\"error\":\"" + SCRIPT + "\",\"errorClass\":\"" + SCRIPT + "\"}]"));
    redis.hset("pause:" + SCRIPT, Map.of("by", SCRIPT, "why", SCRIPT));
    redis.zadd("paused", 1e15, SCRIPT);
    redis.hset(
        "lanes:events:0", SCRIPT, "{\"why\":\"" + SCRIPT + "\",\"waiting\":\"" + SCRIPT + "\"}");
    redis.xadd(
        "ix:notable",
        Map.of(
            "status",
            "skipped",
            "eventId",
            SCRIPT,
            "userId",
            SCRIPT,
            "type",
            SCRIPT,
            "partition",
            "0",
            "offset",
            "0"));
    redis.xadd(
        "push:dlq",
        Map.of("id", SCRIPT + "#1", "payload", SCRIPT, "error", SCRIPT, "attempts", SCRIPT));
    redis.zadd("push:retry", 5, SCRIPT + "|" + SCRIPT + "|{}");
    redis.hset(
        "replay:job:job-1", Map.of("state", "ready", "by", SCRIPT, "filter", SCRIPT, "total", "1"));
    redis.rpush("replay:ids:job-1", SCRIPT);
    String encoded = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    for (String page :
        List.of(
            LETTERS,
            LETTERS + "?class=" + encoded + "&type=" + encoded + "&user=" + encoded + "&from="
                + encoded,
            LETTERS + "/e-1",
            LETTERS + "/" + encoded,
            LETTERS + "/jobs/job-1",
            "/admin/skipped?user=" + encoded,
            "/admin/users",
            "/admin/users?user=" + encoded,
            "/admin/push")) {
      HttpResponse<String> answer = rig.get(operator, page);
      assertThat(answer.body()).as(page).doesNotContain(SCRIPT).contains("&lt;script");
    }
  }

  @Test
  void a_failed_event_is_edited_replayed_and_processed() {
    fail("e-1", "{\"fail\":true}");
    assertThat(rig.get(operator, LETTERS + "/e-1").body()).contains("Replay edited");
    HttpResponse<String> answer =
        rig.post(operator, LETTERS + "/e-1/replay", "payload", "{\"amount\":12}");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue(LETTERS + "/e-1?did=replay");
    awaitGone("e-1");
    assertThat(rig.consumer.records.getLast()).contains("\"payload\":{\"amount\":12}");
    await().atMost(WebRig.SOON).until(() -> audit().size() == 2);
    assertThat(audit().getLast())
        .containsEntry("by", "ann")
        .containsEntry("role", "operator")
        .containsEntry("action", "replay")
        .containsEntry("outcome", "processed")
        .containsKeys("before", "after", "old");
    assertThat(rig.get(operator, LETTERS + "/e-1").body())
        .contains("It is no dead letter any more");
  }

  @Test
  void a_double_click_and_two_operators_replay_once() {
    fail("e-1", "{\"fail\":true}");
    rig.consumer.holds = true;
    List<CompletableFuture<HttpResponse<String>>> clicks =
        java.util.stream.Stream.of(1, 2, 3, 4)
            .map(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> rig.post(operator, LETTERS + "/e-1/replay")))
            .toList();
    List<HttpResponse<String>> answers = clicks.stream().map(CompletableFuture::join).toList();
    assertThat(answers).extracting(HttpResponse::statusCode).containsOnlyOnce(303);
    assertThat(answers.stream().filter(one -> one.statusCode() == 409))
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.body()).contains("is under way by ann"));
    rig.consumer.holds = false;
    await()
        .atMost(WebRig.SOON)
        .until(() -> "Again".equals(rig.core.letters.find("e-1").errorClass()));
    assertThat(rig.consumer.runs).containsEntry("e-1", 1);
  }

  @Test
  void an_edit_that_is_wrong_keeps_its_text_and_says_where() {
    fail("e-1", "{\"n\":1}");
    HttpResponse<String> broken =
        rig.post(operator, LETTERS + "/e-1/replay", "payload", "{\"mine\": 12");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.body())
        .contains("{\"mine\": 12</textarea>")
        .contains("<code>/payload</code>")
        .contains("must be well-formed JSON");
    HttpResponse<String> moved =
        rig.post(operator, LETTERS + "/e-1/replay", "payload", "{\"seq\": 7}");
    assertThat(moved.body()).contains("<code>/payload/seq</code> must stay absent");
    assertThat(audit()).isEmpty();
    assertThat(rig.core.letters.find("e-1").replayToken()).isNull();
  }

  @Test
  void masked_fields_stay_masked_until_an_operator_reveals_them() {
    fail("e-1", "{\"card-number\":\"4111\",\"user\":{\"password\":\"hunter2\"}}");
    rig.core
        .commands()
        .hset(
            "dlq:e-1",
            Map.of(
                "error",
                "no card 4111",
                "stackTrace",
                "x: hunter2\n\tat y",
                "history",
                "[{\"error\":\"password=hunter2\"}]"));
    for (Browser browser : List.of(viewer, operator)) {
      for (String page : List.of(LETTERS, LETTERS + "/e-1")) {
        assertThat(rig.get(browser, page).body())
            .contains(Masking.MASK)
            .doesNotContain("hunter2", "4111");
      }
    }
    assertThat(rig.get(operator, LETTERS + "/e-1").body()).doesNotContain("<textarea");
    HttpResponse<String> masked =
        rig.post(
            operator,
            LETTERS + "/e-1/replay",
            "payload",
            "{\"password\":\"" + Masking.MASK + "\",\"mine\":1}");
    assertThat(masked.statusCode()).isEqualTo(409);
    assertThat(masked.body()).contains("still holds", "mine");
    assertThat(audit()).isEmpty();
    HttpResponse<String> revealed = rig.post(operator, LETTERS + "/e-1/reveal");
    assertThat(revealed.statusCode()).isEqualTo(200);
    assertThat(revealed.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(revealed.body()).contains("hunter2", "4111", "<textarea");
    assertThat(audit().getFirst())
        .containsEntry("action", "reveal")
        .containsEntry("target", "e-1")
        .containsEntry("by", "ann");
    assertThat(rig.get(operator, LETTERS + "/e-1").body()).doesNotContain("hunter2");
  }

  @Test
  void the_payload_of_the_largest_event_is_edited_in_the_page() {
    String filler = "ä{\"&=+%".repeat(120_000);
    rig.core.fail(
        "e-1",
        "ann",
        "a",
        "Boom",
        "{\"id\":\"e-1\",\"userId\":\"ann\",\"type\":\"a\",\"payload\":{\"a\":\"%s\",\"fail\":true}}"
            .formatted("x".repeat(990_000)));
    String page = rig.get(operator, LETTERS + "/e-1").body();
    assertThat(page).contains("<textarea", "x".repeat(990_000), "… (990020 characters)");
    HttpResponse<String> refused =
        rig.post(operator, LETTERS + "/e-1/replay", "payload", "{\"a\":\"" + filler);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("<textarea").contains("payload-wrong");
    String edited = "{\"a\":\"" + "+%&= ".repeat(180_000) + "\"}";
    assertThat(rig.post(operator, LETTERS + "/e-1/replay", "payload", edited).statusCode())
        .isEqualTo(303);
    awaitGone("e-1");
  }

  @Test
  void skipped_events_are_paged_and_searched_by_their_user() {
    for (int i = 0; i < 45; i++) {
      skip("s-" + i, i == 3 ? "bob" : "ann");
    }
    String newest = rig.get(viewer, "/admin/skipped").body();
    assertThat(newest).contains(">s-44<", ">s-25<").doesNotContain(">s-24<");
    String older = rig.get(viewer, olderLink(newest)).body();
    assertThat(older).contains(">s-24<", ">s-5<").doesNotContain(">s-25<", ">s-4<");
    String oldest = rig.get(viewer, olderLink(older)).body();
    assertThat(oldest).contains(">s-4<", ">s-0<").doesNotContain("Older ones");
    assertThat(rig.get(viewer, "/admin/skipped?user=bob").body())
        .contains(">s-3<", "Looked at 45 notes")
        .doesNotContain(">s-4<");
    String ofAnn = rig.get(viewer, "/admin/skipped?user=ann").body();
    assertThat(rig.get(viewer, olderLink(ofAnn)).body())
        .as("the filter goes along")
        .contains(">s-24<", "value=\"ann\"")
        .doesNotContain(">s-3<");
    assertThat(rig.get(viewer, "/admin/skipped?user=nobody").body())
        .contains("There is none of this user");
  }

  private static void skip(String id, String user) {
    rig.core
        .commands()
        .xadd(
            "ix:notable",
            Map.of(
                "status",
                "skipped",
                "eventId",
                id,
                "userId",
                user,
                "type",
                "a",
                "topic",
                "events",
                "partition",
                "0",
                "offset",
                "0"));
  }

  private static String olderLink(String page) {
    Matcher link = Pattern.compile("href=\"([^\"]*)\">Older ones").matcher(page);
    assertThat(link.find()).isTrue();
    return link.group(1).replace("&amp;", "&");
  }

  @Test
  void the_words_of_the_strip_fit_its_figures() {
    fail("e-1", "{}");
    awaitStrip("<b>1</b> dead letter<");
    fail("e-2", "{}");
    awaitStrip("<b>2</b> dead letters<");
  }

  private static void awaitStrip(String text) {
    await().atMost(WebRig.SOON).until(() -> rig.get(viewer, "/admin/users").body().contains(text));
  }

  @Test
  void a_filter_stands_in_the_address_and_in_its_links() {
    fail("e-1", "{}");
    rig.core.fail("e-2", "bob", "b&b", "Other");
    // The counts, whose links these are, may be a second old.
    String page =
        await()
            .atMost(WebRig.SOON)
            .until(
                () -> rig.get(viewer, LETTERS + "?type=b%26b&attempts=3").body(),
                text -> text.contains("2 dead letters, counted"));
    assertThat(page).contains("e-2").doesNotContain(">e-1<");
    assertThat(page)
        .contains("href=\"/admin/dead-letters?class=Boom&amp;type=b%26b&amp;attempts=3\"");
    assertThat(page).contains("/admin/live?view=dead-letters&amp;type=b%26b&amp;attempts=3");
    assertThat(rig.get(viewer, LETTERS + "?from=yesterday").body())
        .contains("The field from cannot be read");
  }

  @Test
  void a_purge_asks_first() {
    fail("e-1", "{}");
    assertThat(rig.post(operator, LETTERS + "/e-1/purge").statusCode()).isEqualTo(400);
    assertThat(rig.core.letters.find("e-1")).isNotNull();
    assertThat(rig.post(operator, LETTERS + "/e-1/purge", "sure", "1").statusCode()).isEqualTo(303);
    assertThat(rig.core.letters.find("e-1")).isNull();
    assertThat(rig.core.letters.size()).isZero();
    assertThat(rig.get(viewer, LETTERS + "/never").statusCode()).isEqualTo(404);
  }

  @Test
  void many_are_counted_run_and_shown() {
    for (int i = 0; i < 30; i++) {
      fail("e-" + i, i % 10 == 0 ? "{\"fail\":true}" : "{}");
    }
    rig.core.fail("x-1", "bob", "b", "Other");
    HttpResponse<String> counted =
        rig.post(operator, LETTERS + "/jobs", "class", "Boom", "rate", "0");
    String job = counted.headers().firstValue("Location").orElseThrow();
    await()
        .atMost(WebRig.SOON)
        .until(() -> rig.get(operator, job).body().contains("Replay these 30"));
    assertThat(rig.get(viewer, job).body())
        .contains("class=Boom", ">e-0<", ">e-19<")
        .doesNotContain(">e-20<");
    assertThat(rig.consumer.runs).isEmpty();
    assertThat(rig.post(operator, job + "/run").statusCode()).isEqualTo(303);
    await()
        .atMost(WebRig.SOON)
        .until(() -> rig.get(viewer, job).body().contains("27 processed, 3 failed again"));
    assertThat(rig.consumer.runs).hasSize(30).doesNotContainValue(2);
    await().atMost(WebRig.SOON).until(() -> audit().size() == 2);
    assertThat(audit().getLast())
        .containsEntry("action", "replay-many")
        .containsEntry("count", "30");
    assertThat(rig.post(operator, job + "/run").statusCode()).isEqualTo(409);
    assertThat(rig.core.letters.find("x-1")).isNotNull();
  }

  @Test
  void many_are_counted_and_purged_once_an_operator_is_sure() {
    for (int i = 0; i < 230; i++) {
      fail("e-" + i, "{}");
    }
    rig.core.fail("poison~events~0~9", "", "", "Boom", "no json");
    rig.core.fail("x-1", "bob", "b", "Other");
    rig.core.commands().set("inflight:e-7", "events:0 1 1 1");
    String job =
        rig.post(operator, LETTERS + "/jobs", "class", "Boom", "purge", "1")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    await()
        .atMost(WebRig.SOON)
        .until(() -> rig.get(operator, job).body().contains("Purge these 231"));
    assertThat(rig.get(viewer, job).body())
        .contains("<b>231</b> dead letters fit", ">e-0<")
        .doesNotContain("Purge these", "Replay these");
    rig.core.fail("later", "ann", "a", "Boom");
    assertThat(rig.post(viewer, job + "/run", "sure", "1").statusCode()).isEqualTo(403);
    HttpResponse<String> unsure = rig.post(operator, job + "/run");
    assertThat(unsure.statusCode()).isEqualTo(400);
    assertThat(unsure.body()).contains("Nothing was deleted");
    assertThat(rig.core.letters.size()).isEqualTo(233);
    assertThat(rig.post(operator, job + "/run", "sure", "1").statusCode()).isEqualTo(303);
    await()
        .atMost(WebRig.SOON)
        .until(
            () ->
                rig.get(viewer, job)
                    .body()
                    .contains("done: 231 of 231 looked at, 230 purged, 1 left"));
    assertThat(rig.core.commands().lrange("dlq:list", 0, -1))
        .containsExactlyInAnyOrder("e-7", "x-1", "later");
    rig.core.requireWholeList();
    assertThat(rig.consumer.runs).as("nothing was replayed").isEmpty();
    await().atMost(WebRig.SOON).until(() -> audit().size() == 2);
    assertThat(audit())
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsEntry("action", "purge-many")
                    .containsEntry("target", "class=Boom")
                    .containsEntry("by", "ann")
                    .containsEntry("count", "231"));
    assertThat(rig.post(operator, job + "/run", "sure", "1").statusCode()).isEqualTo(409);
  }

  @Test
  void a_dead_job_is_taken_over_and_a_living_one_is_not() {
    prepare();
    long now = rig.core.redis.millis();
    rig.core
        .commands()
        .hset(
            "replay:job:job-1",
            Map.of("state", "running", "runner", "other", "runnerUntil", "" + (now + 600_000)));
    assertThat(rig.get(operator, LETTERS + "/jobs/job-1").body()).doesNotContain("Take over");
    assertThat(rig.post(operator, LETTERS + "/jobs/job-1/run").statusCode()).isEqualTo(409);
    rig.core.commands().hset("replay:job:job-1", "runnerUntil", "" + (now - 1));
    assertThat(rig.get(operator, LETTERS + "/jobs/job-1").body()).contains("Take over");
    assertThat(rig.post(operator, LETTERS + "/jobs/job-1/run").statusCode()).isEqualTo(303);
    awaitGone("e-1");
  }

  @Test
  void a_poison_record_becomes_an_event() {
    prepare();
    rig.core.commands().set("topic:events:0", "AbCdEfGhIjKlMnOpQrStUv");
    String poison = LETTERS + "/poison~events~0~9";
    HttpResponse<String> wrong = rig.post(operator, poison + "/fix", "payload", "{\"type\":\"a\"}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("/userId", "{\"type\":\"a\"}</textarea>");
    assertThat(rig.post(operator, poison + "/fix", "payload", fixed()).statusCode()).isEqualTo(303);
    assertThat(rig.get(viewer, poison).body()).contains("fixed:AbCdEfGh:0:9");
    rig.core
        .commands()
        .hset("event:fixed:AbCdEfGh:0:9", Map.of("status", "processed", "userId", "ann"));
    awaitGone("poison~events~0~9");
  }

  @Test
  void a_user_is_paused_shown_and_resumed() {
    rig.core
        .commands()
        .hset(
            "lanes:events:0",
            "gap-user",
            "{\"why\":\"gap\",\"since\":1000,\"seq\":3,\"lowest\":4,\"waiting\":1,\"ends\":9}");
    assertThat(rig.get(viewer, "/admin/users").body())
        .contains("gap-user")
        .contains("waiting for seq 3, the lowest one that is there is 4");
    HttpResponse<String> paused =
        rig.post(operator, "/admin/users/pause", "user", "ann b", "minutes", "5", "why", "phone");
    assertThat(paused.headers().firstValue("Location")).hasValue("/admin/users?user=ann+b");
    assertThat(rig.get(viewer, "/admin/users?user=ann+b").body()).contains("phone");
    assertThat(rig.core.commands().zscore("paused", "ann b")).isNotNull();
    assertThat(
            rig.post(operator, "/admin/users/pause", "user", "ann", "minutes", "1441").statusCode())
        .isEqualTo(400);
    assertThat(rig.post(operator, "/admin/users/resume", "user", "ann b").statusCode())
        .isEqualTo(303);
    assertThat(rig.core.commands().zscore("paused", "ann b")).isNull();
    assertThat(rig.post(operator, "/admin/users/resume", "user", "ann b").statusCode())
        .isEqualTo(409);
  }

  @Test
  void a_dead_notification_goes_back_once() {
    prepare();
    assertThat(rig.get(viewer, "/admin/push").body()).contains("e-1#1");
    assertThat(rig.post(operator, "/admin/push/replay", "entry", "1-1").statusCode())
        .isEqualTo(303);
    assertThat(rig.core.commands().xlen("outbox:push")).isEqualTo(1);
    assertThat(rig.post(operator, "/admin/push/replay", "entry", "1-1").statusCode())
        .isEqualTo(404);
    assertThat(rig.post(operator, "/admin/push/replay-oldest", "count", "0").statusCode())
        .isEqualTo(400);
    assertThat(rig.post(operator, "/admin/push/replay-oldest", "count", "5").body())
        .contains("0 sent again");
  }

  @Test
  void programs_list_and_replay() {
    fail("e-1", "{\"password\":\"hunter2\"}");
    fail("e-2", "{\"fail\":true}");
    rig.core.commands().hset("dlq:e-1", "error", "hunter2");
    HttpResponse<String> first = rig.api("eye-token", "/admin/api/dead-letters?class=Boom&limit=1");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).contains("\"id\":\"e-2\"", "\"next\":\"1~e-2\"", "\"attempts\":3");
    HttpResponse<String> second =
        rig.api("eye-token", "/admin/api/dead-letters?class=Boom&limit=1&after=1~e-2");
    assertThat(second.body())
        .contains("\"id\":\"e-1\"", Masking.MASK)
        .doesNotContain("next", "hunter2");
    String replay = "/admin/api/dead-letters/e-2/replay";
    assertThat(rig.api("wrong", replay, "").statusCode()).isEqualTo(401);
    assertThat(rig.api("eye-token", replay, "").statusCode()).isEqualTo(403);
    assertThat(rig.api("bot-token", "/admin/api/dead-letters?limit=0").statusCode()).isEqualTo(400);
    assertThat(rig.api("bot-token", replay, "{\"payload\":{\"seq\":1}}"))
        .satisfies(one -> assertThat(one.statusCode()).isEqualTo(400))
        .satisfies(one -> assertThat(one.body()).contains("/payload/seq"));
    assertThat(rig.api("bot-token", replay, "{\"payloads\":{}}").body()).contains("/payloads");
    assertThat(rig.api("bot-token", replay, ""))
        .satisfies(one -> assertThat(one.statusCode()).isEqualTo(200))
        .satisfies(one -> assertThat(one.body()).contains("\"status\":\"failed\"", "boom again"));
    assertThat(rig.api("bot-token", replay, "{\"payload\":{\"ok\":1}}").body())
        .isEqualTo("{\"id\":\"e-2\",\"status\":\"processed\"}");
    assertThat(rig.api("bot-token", replay, "").statusCode()).isEqualTo(404);
    assertThat(audit().getFirst())
        .containsEntry("by", "token:bot")
        .containsEntry("role", "operator");
    assertThat(
            rig.api(
                    "bot-token",
                    "/admin/api/dead-letters/e-1/replay",
                    "{\"payload\":{\"password\":\"" + Masking.MASK + "\"}}")
                .statusCode())
        .isEqualTo(409);
  }
}
