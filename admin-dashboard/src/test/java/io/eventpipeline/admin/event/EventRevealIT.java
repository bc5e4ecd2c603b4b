package io.eventpipeline.admin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.WebRig;
import io.eventpipeline.admin.WebRig.Browser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see what is hidden of an event. */
class EventRevealIT {
  private static final String PAGE = "/admin/events/e-1";
  private static final String REVEAL = PAGE + "/reveal";

  @TempDir static Path dir;
  private static WebRig rig;

  @BeforeAll
  static void start() {
    rig = new WebRig(dir, "admin.masked-fields", "card");
    String record =
        "{\"id\":\"e-1\",\"userId\":\"ann\",\"type\":\"t\",\"payload\":{\"card\":\"4711\"}}";
    rig.core.fail("e-1", "ann", "t", "Broken", record);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static List<String> audited(String action) {
    return rig.core.commands().xrange("admin:audit", io.lettuce.core.Range.unbounded()).stream()
        .filter(line -> action.equals(line.getBody().get("action")))
        .map(line -> line.getBody().get("phase") + " " + line.getBody().get("target"))
        .toList();
  }

  private static String page(Browser browser) {
    HttpResponse<String> answer =
        await()
            .atMost(WebRig.SOON)
            .until(() -> rig.get(browser, PAGE), one -> one.body().contains("Payload"));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void a_viewer_sees_no_button_and_may_not() {
    Browser viewer = rig.login(WebRig.VIEWER);
    assertThat(page(viewer)).contains("***masked***").doesNotContain("/reveal\"", "4711");
    HttpResponse<String> answer = rig.post(viewer, REVEAL);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain("4711");
  }

  @Test
  void an_operator_sees_it_once_and_that_is_noted_before() {
    Browser operator = rig.login(WebRig.OPERATOR);
    assertThat(page(operator)).contains(REVEAL).doesNotContain("4711");
    HttpResponse<String> answer = rig.post(operator, REVEAL);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("4711").doesNotContain("data-live-url");
    assertThat(audited("reveal")).containsExactly("intent e-1", "result e-1");
    assertThat(page(operator)).contains("reveal").doesNotContain("4711");
  }

  @Test
  void what_cannot_be_noted_is_not_shown() {
    Browser operator = rig.login(WebRig.OPERATOR);
    rig.core.commands().rename("admin:audit", "kept");
    rig.core.commands().set("admin:audit", "no stream");
    try {
      HttpResponse<String> answer = rig.post(operator, REVEAL);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).doesNotContain("4711");
    } finally {
      rig.core.commands().rename("kept", "admin:audit");
    }
  }
}
