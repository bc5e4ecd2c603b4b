package io.eventpipeline.admin.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.log.LogRig;
import io.eventpipeline.admin.page.Links;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of events over HTTP, on a real Kafka and Redis. */
class EventPagesIT {
  private static final String SCRIPT = "<script>alert(1)</script>";

  @TempDir static Path dir;
  private static EventPagesRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig =
        new EventPagesRig(
            dir,
            "admin.masked-fields",
            "card",
            "admin.grafana-url",
            "https://grafana.example/d/events");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void begin() {
    rig.redis.commands().flushall();
  }

  private static void settle(String id, Map<String, String> fields) {
    rig.redis.commands().hset("event:" + id, fields);
  }

  /** Runs what Kafka may refuse. */
  private static Runnable sends(String id, String user) {
    return () -> {
      try {
        rig.send(id, user, "order", "{}");
      } catch (Exception e) {
        throw new UncheckedIOException(new IOException(e));
      }
    };
  }

  @Test
  void the_list_shows_each_state_with_its_word() throws Exception {
    rig.send("l-queued", "ann", "order.paid", "{\"seq\":7}");
    rig.send("l-processing", "ann", "order.paid", "{}");
    rig.send("l-processed", "ann", "order.paid", "{}");
    rig.send("l-failed", "ann", "order.paid", "{}");
    rig.send("l-skipped", "ann", "order.paid", "{}");
    rig.redis.commands().set("inflight:l-processing", "events:0 1 0 1");
    settle("l-processed", Map.of("status", "processed", "emitted", "1"));
    settle("l-failed", Map.of("status", "failed"));
    settle("l-skipped", Map.of("status", "skipped"));
    rig.redis.commands().set("push:sent:l-processed#1", "sent");
    String page = rig.await("/admin/events", text -> text.contains("l-skipped"));
    assertThat(page)
        .containsPattern("badge queued\">queued</span>[\\s\\S]*l-queued")
        .contains("badge processing\">processing<")
        .contains("badge processed\">processed<")
        .contains("badge sent\">push sent<")
        .contains("badge failed\">failed<")
        .contains("badge skipped\">skipped<")
        .contains("href=\"/admin/events/l-queued\"")
        .contains("href=\"/admin/events?user=ann\"");
  }

  @Test
  void a_new_event_and_its_end_come_without_a_new_page() throws Exception {
    String part = rig.live("view=events", "live-1", sends("live-1", "bob"));
    assertThat(part).contains("event: events").contains("badge queued");
    settle("live-1", Map.of("status", "processed"));
    rig.live("view=events", "badge processed", () -> {});
  }

  @Test
  void all_that_comes_from_outside_is_text() throws Exception {
    rig.send("x-1", SCRIPT, SCRIPT, "{\"a\":\"" + SCRIPT + "\"}");
    rig.redis.fail("x-1", SCRIPT, SCRIPT, SCRIPT);
    rig.redis
        .commands()
        .hset(
            "dlq:x-1",
            Map.of(
                "error",
                SCRIPT,
                "stackTrace",
                SCRIPT,
                "history",
                "[{\"error\":\"" + SCRIPT + "\"}]"));
    var unused =
        rig.redis.audit.begin(
            new io.eventpipeline.admin.audit.Operator(SCRIPT, SCRIPT, ""),
            AuditNote.of("replay", "x-1"));
    String user = EventRow.userPath(SCRIPT);
    assertThat(rig.await("/admin/events", text -> text.contains("x-1"))).doesNotContain(SCRIPT);
    assertThat(rig.await(user, text -> text.contains("x-1"))).doesNotContain(SCRIPT);
    assertThat(rig.await("/admin/events/x-1", text -> text.contains("Stack trace")))
        .doesNotContain(SCRIPT)
        .contains("&lt;script&gt;");
    assertThat(rig.get("/admin/events?id=" + Links.segment(SCRIPT)).body())
        .doesNotContain(SCRIPT)
        .contains("must have only");
  }

  @Test
  void an_id_leads_to_the_page_of_its_event() {
    HttpResponse<String> answer = rig.get("/admin/events?id=some-id&user=ann");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location")).hasValue("/admin/events/some-id");
  }

  @Test
  void one_event_shows_payload_headers_place_and_state() throws Exception {
    long offset = rig.send("one-1", "carl", "order.paid", "{\"n\":1,\"card\":\"4711\"}");
    settle(
        "one-1",
        Map.of(
            "status", "processed",
            "userId", "carl",
            "attempts", "2",
            "processedAt", Long.toString(System.currentTimeMillis())));
    String page = rig.await("/admin/events/one-1", text -> text.contains("Payload"));
    assertThat(page)
        .contains("&#34;n&#34;:1".replace("&#34;", "\""))
        .contains("***masked***")
        .doesNotContain("4711")
        .contains("badge processed")
        .contains("<dd>" + EventPagesRig.partition("carl") + ", " + offset + "</dd>")
        .contains("<dt>attempts</dt><dd>2</dd>")
        .contains("Nothing among the last 1000 lines of the audit");
  }

  @Test
  void a_failed_event_shows_its_error_its_past_and_who_did_what() throws Exception {
    long offset = rig.send("f-1", "dora", "order.paid", "{\"card\":\"4711\"}");
    String record =
        "{\"id\":\"f-1\",\"userId\":\"dora\",\"type\":\"order.paid\",\"payload\":{\"card\":\"4711\"}}";
    rig.redis.fail("f-1", "dora", "order.paid", "IllegalStateException", record);
    rig.redis
        .commands()
        .hset(
            "dlq:f-1",
            Map.of(
                "partition",
                Integer.toString(EventPagesRig.partition("dora")),
                "offset",
                Long.toString(offset),
                "error",
                "card 4711 was refused",
                "stackTrace",
                "at Shop.pay card=4711",
                "replays",
                "1",
                "history",
                "[{\"queuedAt\":\"5\",\"attempts\":\"3\",\"errorClass\":\"Earlier\","
                    + "\"error\":\"4711 refused\",\"replayBy\":\"ann\"}]"));
    AuditNote note = AuditNote.of("replay", "f-1");
    rig.redis.audit.end(
        rig.redis.audit.begin(AdminRig.ANN, note), AdminRig.ANN, note, "failed again");
    String page =
        rig.await(
            "/admin/events/f-1", text -> text.contains("failed again") && text.contains("Payload"));
    assertThat(page)
        .contains("badge failed")
        .contains("IllegalStateException")
        .contains("was refused")
        .contains("at Shop.pay")
        .contains("Earlier failures")
        .contains("<b>Earlier</b>")
        .contains("href=\"/admin/dead-letters/f-1\"")
        .contains("href=\"/admin/users?user=dora\"")
        .contains("failed again")
        .doesNotContain("4711");
  }

  @Test
  void a_viewer_gets_no_button_and_may_not_reveal() throws Exception {
    rig.send("v-1", "vera", "order.paid", "{\"card\":\"4711\"}");
    String page = rig.await("/admin/events/v-1", text -> text.contains("***masked***"));
    assertThat(page).doesNotContain("reveal").doesNotContain("<button type=\"submit\"");
    assertThat(rig.post("/admin/events/v-1/reveal").statusCode()).isEqualTo(403);
    assertThat(rig.redis.commands().xlen("admin:audit")).isZero();
  }

  @Test
  void what_redis_and_kafka_do_not_know_is_said() throws Exception {
    assertThat(rig.await("/admin/events/nobody-1", text -> !text.contains("Searching")))
        .contains("no state left in Redis")
        .contains("was not found in Kafka");
  }

  @Test
  void a_user_is_searched_and_the_search_says_how_far_it_is() throws Exception {
    for (int i = 0; i < 60; i++) {
      rig.send("s-" + i, "erik", "order.paid", "{}");
    }
    String page =
        rig.await("/admin/events?user=erik", text -> text.contains("50 newest events back to"));
    assertThat(page).contains("/admin/events/s-59").doesNotContain("/admin/events/s-9\"");
    String more = page.replaceAll("(?s).*href=\"([^\"]*before=[^\"]*)\".*", "$1");
    String rest =
        rig.await(
            more.replace("&amp;", "&"),
            text -> text.contains("Searched to the beginning of the log"));
    assertThat(rest).contains("/admin/events/s-9\"").contains("/admin/events/s-0\"");
    assertThat(rig.live("view=events&user=erik", "50 newest events", () -> {}))
        .contains("/admin/events/s-59");
  }

  @Test
  void a_user_that_is_not_in_its_partition_can_be_searched_everywhere() throws Exception {
    rig.log.sendRaw(
        EventPagesRig.TOPIC,
        (EventPagesRig.partition("fred") + 1) % EventPagesRig.PARTITIONS,
        "fred",
        "{\"id\":\"fr-1\",\"userId\":\"fred\",\"type\":\"t\",\"payload\":{},\"timestamp\":5}");
    assertThat(rig.await("/admin/events?user=fred", text -> text.contains("No event of fred")))
        .contains("href=\"/admin/events?user=fred&amp;all=1\"");
    rig.await("/admin/events?user=fred&all=1", text -> text.contains("/admin/events/fr-1"));
  }

  @Test
  void the_overview_shows_partitions_figures_and_samples() throws Exception {
    rig.send("o-1", "gina", "order.paid", "{}");
    int partition = EventPagesRig.partition("gina");
    String page =
        rig.await(
            "/admin/overview",
            text ->
                text.contains("come in a second") && text.contains("id=\"p" + partition + "\""));
    assertThat(page).contains("href=\"https://grafana.example/d/events\"").contains("Since ");
    HttpResponse<String> samples = rig.get("/admin/overview/samples");
    assertThat(samples.statusCode()).isEqualTo(200);
    assertThat(samples.body()).contains("\"at\":[1").contains("\"waiting\":[");
    rig.live("view=overview", "event: overview", () -> {});
  }

  @Test
  void while_kafka_is_stopped_pages_show_what_they_know_and_say_so() throws Exception {
    rig.send("k-1", "hana", "order.paid", "{}");
    rig.await("/admin/events", text -> text.contains("k-1"));
    rig.log.stopBroker();
    try {
      String page =
          rig.await("/admin/events", text -> text.contains("Kafka has not answered since"));
      assertThat(page).contains("k-1");
      rig.await("/admin/overview", text -> text.contains("Kafka has not answered since"));
      assertThat(rig.page("/admin/events/k-1")).contains("k-1");
      assertThat(rig.page("/admin/events?user=hana")).contains("Events of hana");
    } finally {
      rig.log.resumeBroker();
    }
    rig.await("/admin/events", text -> !text.contains("Kafka has not answered"));
  }

  @Test
  void while_redis_is_away_states_are_not_known() throws Exception {
    rig.send("r-1", "ida", "order.paid", "{}");
    rig.await("/admin/events", text -> text.contains("r-1"));
    rig.redis.server.kill();
    try {
      rig.await(
          "/admin/events",
          text -> text.contains("Redis does not answer") && text.contains(">not known</span>"));
      assertThat(rig.page("/admin/events/r-1")).contains("Not known: Redis does not answer");
      assertThat(rig.page("/admin/events?user=ida")).contains("Events of ida");
      rig.page("/admin/overview");
    } finally {
      rig.redis.server.restart();
    }
    Awaitility.await()
        .atMost(LogRig.SOON)
        .until(() -> !rig.page("/admin/events").contains("Redis does not answer"));
  }
}
