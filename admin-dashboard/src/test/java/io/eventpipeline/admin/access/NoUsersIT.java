package io.eventpipeline.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventpipeline.admin.DashboardRig;
import io.eventpipeline.admin.DashboardRig.Session;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

/** The dashboard before anybody configured users. */
@ResourceLock("ActionController.DONE")
class NoUsersIT {
  private static final Pattern LINK = Pattern.compile("/admin/link\\?token=([A-Za-z0-9_-]{43})");

  @TempDir Path dir;
  private final Logger log = (Logger) LoggerFactory.getLogger(OperatorLink.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private DashboardRig rig;
  private EmbeddedServer service;

  @BeforeEach
  void start() {
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    log.addAppender(lines);
    rig = new DashboardRig(dir);
    service = rig.withoutUsers();
  }

  @AfterEach
  void stop() {
    log.detachAppender(lines);
    rig.close();
  }

  private String token() {
    String here = ":" + service.getPort() + "/"; // services of other classes log theirs too
    Matcher link =
        LINK.matcher(
            await()
                .atMost(DashboardRig.SOON)
                .until(() -> logged(here), Optional::isPresent)
                .orElseThrow());
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  private Optional<String> logged(String text) {
    return lines.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(text))
        .findFirst();
  }

  private int act(Session session) {
    return rig.post(
            service,
            "/admin/test-action",
            Map.of("_csrf", session.csrf()),
            "Cookie",
            session.cookie())
        .statusCode();
  }

  @Test
  void everybody_on_this_machine_may_look_and_nobody_may_act() {
    assertThat(rig.get(service, "/admin/overview").body()).contains("anybody");
    int before = ActionController.DONE.get();
    assertThat(rig.post(service, "/admin/test-action", Map.of("what", "x")).statusCode())
        .isEqualTo(403);
    assertThat(ActionController.DONE.get()).isEqualTo(before);
    assertThat(rig.get(service, "/admin/login").body()).contains("There are no users");
    assertThat(rig.post(service, "/admin/login", Map.of("name", "a", "password", "b")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void it_answers_to_its_own_names_only() {
    for (String host : new String[] {"localhost", "127.0.0.1:8082", "[::1]:8082", "LOCALHOST:1"}) {
      assertThat(DashboardRig.statusUnder(service, host, "/admin/overview")).isEqualTo(200);
    }
    for (String host :
        new String[] {
          "evil.example", "localhost.evil.example", "localhost@evil.example", "", "a:b:c"
        }) {
      assertThat(DashboardRig.statusUnder(service, host, "/admin/overview")).isIn(400, 421);
      assertThat(DashboardRig.statusUnder(service, host, "/")).isIn(400, 421);
    }
    assertThat(DashboardRig.statusUnder(service, "evil.example", "/admin/overview")).isEqualTo(421);
  }

  @Test
  void the_link_makes_one_operator_once() {
    String token = token();
    String stored = rig.store().get("admin:link");
    assertThat(stored).isEqualTo(SecretText.hash(token));
    assertThat(rig.store().pttl("admin:link")).isBetween(1L, 600_000L);
    assertThat(rig.get(service, "/admin/link?token=" + token).body())
        .contains("name=\"token\" value=\"" + token + "\"");
    assertThat(rig.get(service, "/admin/link?token=" + token).statusCode())
        .as("to look spends nothing")
        .isEqualTo(200);
    assertThat(rig.post(service, "/admin/link", Map.of("token", "wrong")).statusCode())
        .isEqualTo(403);
    HttpResponse<String> spent = rig.post(service, "/admin/link", Map.of("token", token));
    assertThat(spent.statusCode()).isEqualTo(303);
    Session operator = rig.session(service, spent);
    assertThat(act(operator)).isEqualTo(200);
    assertThat(rig.post(service, "/admin/link", Map.of("token", token)).statusCode())
        .as("a second time")
        .isEqualTo(403);
  }

  @Test
  void the_link_of_before_is_worth_nothing() {
    String token = token();
    rig.store().pexpire("admin:link", 1);
    await().atMost(DashboardRig.SOON).until(() -> rig.store().get("admin:link") == null);
    HttpResponse<String> late = rig.post(service, "/admin/link", Map.of("token", token));
    assertThat(late.statusCode()).isEqualTo(403);
    assertThat(late.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(late.body()).contains("start the dashboard again");
  }

  @Test
  void a_link_whose_use_cannot_be_audited_is_not_spent() {
    String token = token();
    rig.store().set("admin:audit", "no stream");
    HttpResponse<String> refused = rig.post(service, "/admin/link", Map.of("token", token));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
    rig.store().del("admin:audit");
    assertThat(rig.post(service, "/admin/link", Map.of("token", token)).statusCode())
        .isEqualTo(303);
  }

  @Test
  void the_session_of_the_link_has_the_flags_of_every_session() {
    HttpResponse<String> spent = rig.post(service, "/admin/link", Map.of("token", token()));
    assertThat(spent.headers().firstValue("Set-Cookie").orElseThrow())
        .matches("__Host-admin=[A-Za-z0-9_-]{43}; Path=/; Secure; HTTPOnly; SameSite=Strict");
  }

  @Test
  void the_link_works_on_this_machine_only() {
    String token = token();
    for (String header : new String[] {"X-Forwarded-For", "Forwarded"}) {
      assertThat(
              rig.post(service, "/admin/link", Map.of("token", token), header, "203.0.113.9")
                  .statusCode())
          .isEqualTo(403);
    }
    assertThat(rig.store().get("admin:link")).isNotNull();
  }

  @Test
  void once_there_are_users_the_link_and_its_session_are_worth_nothing() {
    String token = token();
    EmbeddedServer withUsers = rig.withUsers();
    assertThat(rig.post(withUsers, "/admin/link", Map.of("token", token)).statusCode())
        .isEqualTo(403);
    Session operator =
        rig.session(service, rig.post(service, "/admin/link", Map.of("token", token)));
    assertThat(act(operator)).isEqualTo(200);
    assertThat(rig.page(withUsers, "/admin/overview", operator).statusCode()).isEqualTo(303);
  }
}
