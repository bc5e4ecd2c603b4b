package io.eventpipeline.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.DashboardRig;
import io.eventpipeline.admin.DashboardRig.Session;
import io.eventpipeline.admin.redis.AdminRedis;
import io.lettuce.core.Range;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what nobody gets through. */
@ResourceLock("ActionController.DONE")
class AccessIT {
  private static final String REDIS_AWAY = "Redis does not answer: states are not known";

  private static final Map<String, String> NOTHING = Map.of();

  @TempDir static Path dir;
  private static DashboardRig rig;
  private static EmbeddedServer service;

  @BeforeAll
  static void start() {
    rig = new DashboardRig(dir);
    service = rig.withUsers();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static HttpResponse<String> login(String name, String password, String ip) {
    return rig.post(
        service, "/admin/login", Map.of("name", name, "password", password), "X-Forwarded-For", ip);
  }

  private static HttpResponse<String> logOut(Session session) {
    return rig.post(
        service, "/admin/logout", Map.of("_csrf", session.csrf()), "Cookie", session.cookie());
  }

  private static HttpResponse<String> act(Session session, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Cookie";
    all[1] = session.cookie();
    System.arraycopy(headers, 0, all, 2, headers.length);
    return rig.post(
        service, "/admin/test-action", Map.of("what", "x y", "_csrf", session.csrf()), all);
  }

  @Test
  void a_stranger_is_led_to_the_login_and_back() {
    HttpResponse<String> page =
        rig.get(service, "/admin/overview?a=b%20c", "Accept", "text/html,*/*;q=0.8");
    assertThat(page.statusCode()).isEqualTo(303);
    String login = page.headers().firstValue("location").orElseThrow();
    assertThat(login).isEqualTo("/admin/login?to=%2Fadmin%2Foverview%3Fa%3Db%2520c");
    assertThat(rig.get(service, login).body())
        .contains("name=\"to\" value=\"/admin/overview?a=b%20c\"");
    HttpResponse<String> in =
        rig.post(
            service,
            "/admin/login",
            Map.of("name", "ann", "password", TestUsers.PASSWORD, "to", "/admin/overview?a=b%20c"));
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("location")).contains("/admin/overview?a=b%20c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/admin//evil.example",
        "/admin/\nSet-Cookie: a=b",
        "javascript:alert(1)",
        ""
      })
  void the_login_leads_to_no_other_site(String to) {
    HttpResponse<String> in =
        rig.post(
            service,
            "/admin/login",
            Map.of("name", "ann", "password", TestUsers.PASSWORD, "to", to));
    assertThat(in.headers().firstValue("location")).contains("/admin/events");
  }

  @Test
  void a_program_without_a_session_gets_401_and_no_page() {
    HttpResponse<String> answer = rig.get(service, "/admin/overview");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(rig.get(service, "/admin/live?view=overview").statusCode()).isEqualTo(401);
  }

  @Test
  void who_follows_a_link_of_another_site_is_led_on_by_our_own_page() {
    HttpResponse<String> answer =
        rig.get(
            service,
            "/admin/overview?a=%22b",
            "Accept",
            "text/html",
            "Sec-Fetch-Site",
            "cross-site");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("content=\"0;url=/admin/overview?a=%22b\"");
  }

  @Test
  void the_cookie_has_all_its_flags() {
    HttpResponse<String> answer = login("ann", TestUsers.PASSWORD, rig.address());
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie.toLowerCase(Locale.ROOT))
        .matches("__host-admin=[a-z0-9_-]{43}; path=/; secure; httponly; samesite=strict");
  }

  @Test
  void a_login_takes_no_session_id_that_somebody_chose_before() {
    String chosen = "__Host-admin=" + "A".repeat(43);
    HttpResponse<String> answer =
        rig.post(
            service,
            "/admin/login",
            Map.of("name", "ann", "password", TestUsers.PASSWORD),
            "Cookie",
            chosen);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).doesNotContain(chosen);
    assertThat(rig.get(service, "/admin/overview", "Cookie", chosen).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "/admin/login, text/html",
    "/admin/overview, text/html",
    "/admin/overview, application/json",
    "/admin/nothing, text/html",
    "/admin/link, text/html",
    "/, text/html",
    "/admin/api/dead-letters, application/json",
  })
  void every_answer_has_the_headers_that_protect_it(String path, String accept) {
    assertProtected(rig.get(service, path, "Accept", accept));
  }

  @Test
  void what_is_refused_and_what_is_shown_have_these_headers_too() {
    Session ann = rig.login(service, "ann");
    HttpResponse<String> page = rig.page(service, "/admin/overview", ann);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().allValues("cache-control")).containsExactly("no-store");
    assertProtected(page);
    HttpResponse<String> foreign = act(ann, "Sec-Fetch-Site", "cross-site");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertProtected(foreign);
    HttpResponse<String> wrong = login("ann", "wrong", rig.address());
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertProtected(wrong);
  }

  private static void assertProtected(HttpResponse<String> answer) {
    Map<String, String> wanted =
        Map.of(
            "content-security-policy",
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self';"
                + " object-src 'none'",
            "x-content-type-options",
            "nosniff",
            "x-frame-options",
            "DENY",
            "referrer-policy",
            "same-origin",
            "cross-origin-opener-policy",
            "same-origin",
            "cross-origin-resource-policy",
            "same-origin");
    wanted.forEach(
        (name, value) -> assertThat(answer.headers().allValues(name)).containsExactly(value));
  }

  @Test
  void redis_holds_the_hash_of_a_session_and_ends_it() {
    Session ann = rig.login(service, "ann");
    String id = ann.cookie().split("=", 2)[1];
    String key = "admin:session:" + SecretText.hash(id);
    assertThat(rig.store().hgetall(key)).containsEntry("name", "ann").doesNotContainValue(id);
    assertThat(number(key, "until") - number(key, "since")).isEqualTo(12 * 3_600_000L);
    assertThat(rig.store().pttl(key)).isBetween(1_700_000L, 1_800_000L);
    assertThat(rig.page(service, "/admin/overview", ann).statusCode()).isEqualTo(200);
    rig.store().pexpire(key, 60_000);
    assertThat(rig.page(service, "/admin/overview", ann).statusCode()).isEqualTo(200);
    assertThat(rig.store().pttl(key)).as("a request lets it live on").isGreaterThan(1_700_000L);
    rig.store().hset(key, "until", Long.toString(System.currentTimeMillis() + 60_000));
    assertThat(rig.page(service, "/admin/overview", ann).statusCode()).isEqualTo(200);
    assertThat(rig.store().pttl(key)).as("but not beyond its end").isLessThan(61_000L);
    rig.store().del(key);
    assertThat(rig.page(service, "/admin/overview", ann).statusCode()).isEqualTo(303);
    assertThat(act(ann).statusCode()).isEqualTo(401);
  }

  private static long number(String key, String field) {
    return Long.parseLong(rig.store().hget(key, field));
  }

  @Test
  void a_session_that_is_shorter_than_its_idle_time_ends_in_time() {
    EmbeddedServer shorter = rig.withUsers("admin.session-max", "10m");
    String id = rig.login(shorter, "ann").cookie().split("=", 2)[1];
    assertThat(rig.store().pttl("admin:session:" + SecretText.hash(id))).isBetween(1L, 600_000L);
  }

  @Test
  void logging_out_ends_the_session_everywhere_at_once() {
    Session ann = rig.login(service, "ann");
    EmbeddedServer other = rig.withUsers();
    assertThat(rig.page(other, "/admin/overview", ann).statusCode()).isEqualTo(200);
    HttpResponse<String> out = logOut(ann);
    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow())
        .as("browsers take a __Host- cookie away only with its flags")
        .contains("__Host-admin=;", "Max-Age=0", "Path=/", "Secure");
    assertThat(rig.page(other, "/admin/overview", ann).statusCode()).isEqualTo(303);
  }

  @Test
  void a_session_ends_with_its_user_its_role_and_its_password() {
    Session ann = rig.login(service, "ann");
    EmbeddedServer changed = rig.withUsers("admin.users.ann.role", "viewer");
    assertThat(rig.page(changed, "/admin/overview", ann).statusCode()).isEqualTo(303);
    EmbeddedServer renewed =
        rig.withUsers(
            "admin.users.ann.password-hash",
            PasswordHash.of("another one".toCharArray(), 10_000).text());
    assertThat(rig.page(renewed, "/admin/overview", ann).statusCode()).isEqualTo(303);
    assertThat(rig.page(service, "/admin/overview", ann).statusCode()).isEqualTo(200);
  }

  @Test
  void an_action_needs_the_token_of_its_session() {
    Session ann = rig.login(service, "ann");
    Session other = rig.login(service, "ann");
    int before = ActionController.DONE.get();
    String cookie = ann.cookie();
    assertThat(rig.post(service, "/admin/test-action", NOTHING, "Cookie", cookie).statusCode())
        .isEqualTo(403);
    assertThat(act(new Session(cookie, other.csrf())).statusCode()).isEqualTo(403);
    assertThat(ActionController.DONE.get()).isEqualTo(before);
    assertThat(act(ann).body()).isEqualTo("x y");
    assertThat(
            rig.post(
                    service,
                    "/admin/test-action",
                    Map.of("what", "1"),
                    "Cookie",
                    cookie,
                    "X-CSRF-Token",
                    ann.csrf())
                .statusCode())
        .isEqualTo(200);
    assertThat(ActionController.DONE.get()).isEqualTo(before + 2);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, none, 403",
    "Sec-Fetch-Site, same-origin, 200",
    "Origin, https://evil.example, 403",
    "Origin, null, 403",
    "Origin, OURS, 200",
  })
  void another_site_cannot_act_even_with_the_token(String header, String value, int status) {
    Session ann = rig.login(service, "ann");
    String sent = value.equals("OURS") ? "http://127.0.0.1:" + service.getPort() : value;
    assertThat(act(ann, header, sent).statusCode()).isEqualTo(status);
    assertThat(rig.post(service, "/admin/login", Map.of("name", "ann"), header, sent).statusCode())
        .isEqualTo(status == 403 ? 403 : 401);
  }

  @Test
  void a_viewer_sees_and_cannot_act() {
    Session bob = rig.login(service, "bob");
    int before = ActionController.DONE.get();
    assertThat(rig.page(service, "/admin/overview", bob).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = act(bob, "Accept", "text/html");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("<h1>Forbidden</h1>", "only operators may do this");
    assertThat(act(bob, "HX-Request", "true").body()).doesNotContain("<html").contains("trouble");
    assertThat(ActionController.DONE.get()).isEqualTo(before);
  }

  @Test
  void five_wrong_passwords_a_minute_for_a_user_and_an_address() {
    String ip = rig.address();
    for (int i = 0; i < 5; i++) {
      assertThat(login("ann", "wrong", ip).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> limited = login("ann", TestUsers.PASSWORD, ip);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(limited.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 61);
    assertThat(login("bob", TestUsers.PASSWORD, ip).statusCode()).as("another user").isEqualTo(303);
    assertThat(login("ann", TestUsers.PASSWORD, rig.address()).statusCode())
        .as("another address")
        .isEqualTo(303);
    assertThat(rig.store().pttl(tries("ann", ip))).isBetween(1L, 60_000L);
  }

  private static String tries(String name, String ip) {
    return "admin:tries:" + SecretText.hash(name) + ":" + ip;
  }

  @Test
  void the_limit_holds_for_every_minute_wherever_it_begins() {
    String ip = rig.address();
    for (int i = 0; i < 5; i++) {
      assertThat(login("ann", "wrong", ip).statusCode()).isEqualTo(401);
    }
    String longAgo = Long.toString(System.currentTimeMillis() - 61_000);
    for (int older = 1; older < 5; older++) {
      rig.store().lset(tries("ann", ip), older, longAgo);
    }
    for (int i = 0; i < 4; i++) {
      assertThat(login("ann", "wrong", ip).statusCode()).isEqualTo(401);
    }
    assertThat(login("ann", "wrong", ip).statusCode())
        .as("the newest of the first five is in this minute too")
        .isEqualTo(429);
  }

  @Test
  void one_address_cannot_lock_a_user_out_elsewhere() {
    String ip = rig.address();
    for (int i = 0; i < 60; i++) {
      assertThat(login("bob", "wrong", ip).statusCode()).isEqualTo(i < 5 ? 401 : 429);
    }
    assertThat(login("bob", TestUsers.PASSWORD, rig.address()).statusCode()).isEqualTo(303);
  }

  @Test
  void right_passwords_cost_no_tries() {
    String ip = rig.address();
    for (int i = 0; i < 7; i++) {
      assertThat(login("bob", TestUsers.PASSWORD, ip).statusCode()).isEqualTo(303);
    }
  }

  @Test
  void twenty_wrong_passwords_a_minute_for_an_address_and_fifty_for_a_user() {
    String ip = rig.address();
    for (int i = 0; i < 20; i++) {
      assertThat(login("nobody-" + i, "wrong", ip).statusCode()).isEqualTo(401);
    }
    assertThat(login("nobody-20", "wrong", ip).statusCode()).isEqualTo(429);
    for (int i = 0; i < 50; i++) {
      assertThat(login("eve", "wrong", rig.address()).statusCode()).isEqualTo(401);
    }
    assertThat(login("eve", "wrong", rig.address()).statusCode()).isEqualTo(429);
  }

  @Test
  void the_audit_notes_who_came_and_went_but_no_unknown_name() {
    String ip = rig.address();
    assertThat(login("my secret password", "x", ip).statusCode()).isEqualTo(401);
    Session ann = rig.login(service, "ann");
    assertThat(logOut(ann).statusCode()).isEqualTo(303);
    assertThat(rig.store().xrange("admin:audit", Range.unbounded()))
        .extracting(
            line -> line.getBody().get("action"),
            line -> line.getBody().get("by"),
            line -> line.getBody().get("outcome"))
        .contains(
            tuple("login", "(unknown)", "refused"),
            tuple("login", "ann", "done"),
            tuple("logout", "ann", "done"));
    assertThat(rig.store().xrange("admin:audit", Range.unbounded()).toString())
        .doesNotContain("my secret password");
  }

  @Test
  void programs_come_with_a_token_and_only_to_the_api() {
    String path = "/admin/api/test-action";
    String bearer = "Bearer " + TestUsers.TOKEN;
    assertThat(rig.post(service, path, NOTHING).statusCode()).isEqualTo(401);
    assertThat(rig.post(service, path, NOTHING, "Authorization", "Bearer x").statusCode())
        .isEqualTo(401);
    assertThat(rig.post(service, path, NOTHING, "Authorization", bearer + "-2").statusCode())
        .as("a viewer")
        .isEqualTo(403);
    Session ann = rig.login(service, "ann");
    assertThat(
            rig.post(service, path, Map.of("_csrf", ann.csrf()), "Cookie", ann.cookie())
                .statusCode())
        .as("a session is none")
        .isEqualTo(401);
    assertThat(rig.get(service, "/admin/overview", "Authorization", bearer).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_name_in_admin_hosts_and_this_machine_are_the_only_ones_once_it_is_set() {
    EmbeddedServer named = rig.withUsers("admin.hosts", "pipeline.example.com");
    assertThat(DashboardRig.statusUnder(named, "pipeline.example.com:443", "/admin/login"))
        .isEqualTo(200);
    assertThat(DashboardRig.statusUnder(named, "localhost", "/admin/login")).isEqualTo(200);
    assertThat(DashboardRig.statusUnder(named, "evil.example", "/admin/login")).isEqualTo(421);
    assertThat(DashboardRig.statusUnder(service, "any.example", "/admin/login")).isEqualTo(200);
  }

  @Test
  @Timeout(60)
  void a_live_page_ends_with_its_session() throws Exception {
    Session ann = rig.login(service, "ann");
    HttpResponse<InputStream> live =
        rig.http.send(
            rig.request(service, "/admin/live?view=overview", "Cookie", ann.cookie()).build(),
            BodyHandlers.ofInputStream());
    assertThat(live.headers().firstValue("x-accel-buffering")).contains("no");
    assertThat(live.headers().firstValue("content-type")).contains("text/event-stream");
    InputStream events = live.body();
    assertThat(new String(events.readNBytes(12), StandardCharsets.UTF_8)).isEqualTo("event: strip");
    rig.store().del("admin:session:" + SecretText.hash(ann.cookie().split("=", 2)[1]));
    assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8))
        .endsWith("event: end\ndata: session\n\n");
  }

  @Test
  void health_and_metrics_have_a_port_of_their_own_and_need_no_login() {
    for (String path : new String[] {"/health", "/health/liveness", "/healthz", "/prometheus"}) {
      assertThat(rig.health(service, path).statusCode()).as(path).isEqualTo(200);
      assertThat(rig.get(service, path).statusCode()).as("pages: " + path).isEqualTo(404);
    }
    assertThat(rig.health(service, "/admin/login").statusCode()).isEqualTo(404);
  }

  @Test
  void without_redis_who_was_seen_may_look_and_nobody_can_act_or_log_in(@TempDir Path other) {
    try (DashboardRig alone = new DashboardRig(other)) {
      EmbeddedServer dashboard = alone.withUsers();
      Session ann = alone.login(dashboard, "ann");
      assertThat(alone.page(dashboard, "/admin/overview", ann).body()).doesNotContain(REDIS_AWAY);
      int before = ActionController.DONE.get();
      alone.killRedis();
      HttpResponse<String> page = alone.page(dashboard, "/admin/overview", ann);
      assertThat(page.statusCode()).isEqualTo(200);
      await()
          .atMost(DashboardRig.SOON)
          .untilAsserted(
              () ->
                  assertThat(alone.page(dashboard, "/admin/overview", ann).body())
                      .contains(REDIS_AWAY, "<b>not known</b> dead letters"));
      HttpResponse<String> refused =
          alone.post(
              dashboard,
              "/admin/test-action",
              Map.of("_csrf", ann.csrf()),
              "Cookie",
              ann.cookie(),
              "Accept",
              "text/html");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("Redis did not answer");
      assertThat(ActionController.DONE.get()).isEqualTo(before);
      assertThat(
              alone
                  .get(dashboard, "/admin/overview", "Cookie", "__Host-admin=somebody-else")
                  .statusCode())
          .isEqualTo(503);
      assertThat(
              alone
                  .post(dashboard, "/admin/login", Map.of("name", "ann", "password", "x"))
                  .statusCode())
          .isEqualTo(503);
      assertThat(alone.health(dashboard, "/health/readiness").statusCode()).isEqualTo(200);
      assertThat(alone.health(dashboard, "/health").body()).contains("Redis does not answer");
      assertThat(alone.health(dashboard, "/prometheus").body())
          .contains("admin_degraded 1.0", "admin_redis_up 0.0");
      alone.restartRedis();
      await()
          .atMost(DashboardRig.SOON)
          .until(() -> alone.page(dashboard, "/admin/login", ann).statusCode() == 200);
      await()
          .atMost(DashboardRig.SOON)
          .untilAsserted(() -> assertThat(alone.login(dashboard, "ann").csrf()).isNotEmpty());
    }
  }

  @Test
  void without_redis_who_was_seen_long_ago_is_not_let_in(@TempDir Path other) {
    try (DashboardRig alone = new DashboardRig(other)) {
      ApplicationContext context = alone.withUsers().getApplicationContext();
      Sessions now = context.getBean(Sessions.class);
      Sessions later =
          new Sessions(
              context.getBean(AdminRedis.class),
              context.getBean(Users.class),
              context.getBean(AccessSettings.class),
              Duration.ZERO);
      String mark = context.getBean(Users.class).find("ann").mark();
      String id = now.begin("ann", Role.OPERATOR, mark);
      for (Sessions one : List.of(now, later)) {
        assertThat(one.find(id, "127.0.0.1")).isInstanceOf(Sessions.Found.Somebody.class);
      }
      Person ann = ((Sessions.Found.Somebody) now.find(id, "127.0.0.1")).person();
      alone.killRedis();
      assertThat(now.find(id, "127.0.0.1")).isInstanceOf(Sessions.Found.Somebody.class);
      assertThat(now.stillCounts(ann)).isTrue();
      assertThat(later.find(id, "127.0.0.1")).isInstanceOf(Sessions.Found.Unknown.class);
      assertThat(later.stillCounts(ann)).isFalse();
    }
  }

  @Test
  void an_audit_that_cannot_be_written_stops_the_action() {
    Session ann = rig.login(service, "ann");
    int before = ActionController.DONE.get();
    Objects.requireNonNull(rig.store().rename("admin:audit", "kept"));
    try {
      rig.store().set("admin:audit", "no stream");
      assertThat(act(ann).statusCode()).isEqualTo(503);
      assertThat(ActionController.DONE.get()).isEqualTo(before);
      int sessions = rig.store().keys("admin:session:*").size();
      HttpResponse<String> in = login("ann", TestUsers.PASSWORD, rig.address());
      assertThat(in.statusCode()).isEqualTo(503);
      assertThat(rig.store().keys("admin:session:*")).hasSize(sessions);
      assertThat(in.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(logOut(ann).statusCode()).isEqualTo(503);
    } finally {
      rig.store().rename("kept", "admin:audit");
    }
    assertThat(act(ann).statusCode()).as("the session goes on").isEqualTo(200);
  }
}
