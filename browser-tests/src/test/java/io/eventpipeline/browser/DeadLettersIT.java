package io.eventpipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.AdminSide;
import io.eventpipeline.testbed.rig.Names;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People repair what failed. */
class DeadLettersIT {
  /** Long enough for a second operator to come too late. */
  private static final int HANDLED_MS = 8000;

  @RegisterExtension static final Stage STAGE = Stage.shared();

  private static TestEvent fail(TestEvent event) {
    assertThat(STAGE.pipeline().api().send(event).status()).isEqualTo(202);
    STAGE.pipeline().redisView().awaitFinal(List.of(event.id()), Stage.PATIENCE);
    return event;
  }

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static String entry(TestEvent event) {
    return "/admin/dead-letters/" + event.id();
  }

  @Test
  void a_failed_event_is_edited_replayed_and_processed_and_the_audit_knows() {
    TestEvent event = fail(anEvent().of(Names.fresh("ann")).seq(1).failing());
    Page page = STAGE.operator().open("/admin/events?user=" + event.user());
    assertThat(Live.row(page, event.id())).containsText("failed");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(event.id())).click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Replay, edit or purge it"))
        .click();
    Locator editor = page.locator("textarea[name=payload]");
    editor.fill("{\"seq\":2,\"fail\":false}");
    button(page, "Replay edited").click();
    assertThat(page.locator("#payload-wrong")).containsText("/payload/seq");
    assertThat(editor).hasValue("{\"seq\":2,\"fail\":false}");
    editor.fill("{\"seq\":1,\"fail\":false}");
    button(page, "Replay edited").click();
    assertThat(page.locator("[data-live=state]")).containsText("processed");
    Page read = STAGE.viewer().open("/admin/events/" + event.id());
    assertThat(read.locator("main")).containsText("processed");
    assertThat(Live.row(read, "intent")).containsText("replay");
    assertThat(Live.row(read, "result")).containsText(AdminSide.OPERATOR);
    assertThat(Live.row(read, "result")).containsText("processed");
  }

  @Test
  void two_operators_and_a_double_click_replay_once() {
    TestEvent event =
        fail(anEvent().of(Names.fresh("ann")).type("test.mend").with("ms", HANDLED_MS));
    Page first = STAGE.operator().open(entry(event));
    Page second = STAGE.operator().open(entry(event));
    STAGE.mend();
    // Each answer comes when the replay is over or refused. A person does not wait for it.
    first.evaluate(
        "() => { const one = document.querySelector(\"form[action$='/replay'] button\");"
            + " one.click(); one.click(); }");
    assertThat(second.locator("[data-live=state]")).containsText("replaying");
    assertThat(second.locator("[data-live=state]")).containsText("by " + AdminSide.OPERATOR);
    button(second, "Replay").click();
    assertThat(second.locator("main [role=alert]")).containsText("Nothing was replayed");
    assertThat(second.locator("[data-live=state]")).containsText("processed");
    assertThat(STAGE.pipeline().redisView().event(event.id())).containsEntry("replays", "1");
    assertThat(STAGE.pipeline().runs().starts(event.id())).isEqualTo(2);
  }

  @Test
  void many_are_counted_then_replayed() {
    String user = Names.fresh("ann");
    List<TestEvent> events =
        List.of(fail(anEvent().of(user).failing()), fail(anEvent().of(user).failing()));
    Page page = STAGE.operator().open("/admin/dead-letters");
    page.getByLabel("User").fill(user);
    button(page, "Filter").click();
    events.forEach(event -> assertThat(Live.row(page, event.id())).isVisible());
    button(page, "Count").click();
    assertThat(page.locator("[data-live=job]")).containsText("2 dead letters fit");
    button(page, "Replay these 2").click();
    assertThat(page.locator("[data-live=job]")).containsText("2 failed again");
  }

  @Test
  void many_are_counted_then_purged() {
    String user = Names.fresh("ann");
    List<TestEvent> events =
        List.of(fail(anEvent().of(user).failing()), fail(anEvent().of(user).failing()));
    TestEvent other = fail(anEvent().of(Names.fresh("bob")).failing());
    Page page = STAGE.operator().open("/admin/dead-letters?user=" + user);
    button(page, "Count what to purge").click();
    Locator job = page.locator("[data-live=job]");
    assertThat(job).containsText("2 dead letters fit");
    page.getByLabel("I am sure").check();
    button(page, "Purge these 2").click();
    assertThat(job).containsText("2 purged");
    Page list = STAGE.operator().open("/admin/dead-letters");
    assertThat(Live.row(list, other.id())).isVisible();
    events.forEach(event -> assertThat(Live.row(list, event.id())).hasCount(0));
  }

  @Test
  void a_viewer_sees_no_buttons() {
    TestEvent event = fail(anEvent().of(Names.fresh("ann")).failing());
    for (String path :
        List.of(
            entry(event),
            "/admin/events/" + event.id(),
            "/admin/dead-letters",
            "/admin/skipped",
            "/admin/users",
            "/admin/push")) {
      Page page = STAGE.viewer().open(path);
      Locator actions = page.locator("main form[method=post]");
      assertThat(actions).hasCount(0);
    }
  }
}
