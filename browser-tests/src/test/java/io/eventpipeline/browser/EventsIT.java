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

/** People watch events, find one, and read it. */
class EventsIT {
  private static final String CARD = "4111111111111111";
  private static final String SCRIPT = "<script>window.hacked = 1</script>";
  private static final String IMAGE = "<img src=x onerror=\"window.hacked = 1\">";

  @RegisterExtension static final Stage STAGE = Stage.shared();

  private static TestEvent send(TestEvent event) {
    assertThat(STAGE.pipeline().api().send(event).status()).isEqualTo(202);
    return event;
  }

  private static void awaitFinal(TestEvent... events) {
    STAGE.pipeline().redisView().awaitFinal(TestEvent.ids(List.of(events)), Stage.PATIENCE);
  }

  @Test
  void a_new_event_is_on_the_page_without_a_reload() {
    Page page = STAGE.viewer().open("/admin/events");
    Live.await(page);
    page.evaluate("() => { window.stays = true; }");
    TestEvent event = anEvent().of(Names.fresh("ann"));
    long sent = System.nanoTime();
    send(event);
    assertThat(Live.row(page, event.id())).isVisible();
    System.out.printf("a new event is visible after %.0f ms%n", (System.nanoTime() - sent) / 1e6);
    assertThat(Live.row(page, event.id())).containsText("processed");
    assertThat(page.evaluate("() => window.stays === true")).isEqualTo(true);
  }

  @Test
  void a_change_leaves_alone_where_somebody_types() {
    Page page = STAGE.viewer().open("/admin/events");
    Live.await(page);
    Locator search = page.getByLabel("Event id");
    search.click();
    page.keyboard().type("half a wo");
    TestEvent event = send(anEvent().of(Names.fresh("ann")));
    assertThat(Live.row(page, event.id())).isVisible();
    assertThat(search).isFocused();
    page.keyboard().type("rd");
    assertThat(search).hasValue("half a word");
  }

  @Test
  void an_event_is_found_by_its_id_and_by_its_user() {
    String user = Names.fresh("ann");
    TestEvent first = send(anEvent().of(user));
    TestEvent second = send(anEvent().of(user));
    TestEvent other = send(anEvent().of(Names.fresh("bob")));
    awaitFinal(first, second, other);
    Page page = STAGE.viewer().open("/admin/events");
    page.getByLabel("Event id").fill(first.id());
    page.getByLabel("Event id").press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, named("Event " + first.id()))).isVisible();
    assertThat(page.locator("main")).containsText("processed");
    page.goBack();
    page.getByLabel("User").fill(user);
    page.getByLabel("User").press("Enter");
    assertThat(Live.row(page, first.id())).isVisible();
    assertThat(Live.row(page, second.id())).isVisible();
    assertThat(Live.row(page, other.id())).hasCount(0);
    assertThat(page.url()).as("can be shared").contains(user);
  }

  @Test
  void scripts_in_fields_are_text() {
    TestEvent event =
        send(anEvent().of(Names.fresh("ann")).failing().with("note", SCRIPT).with(IMAGE, SCRIPT));
    TestEvent typed = send(anEvent().of("<b>" + IMAGE + Names.fresh("x")).type(SCRIPT));
    awaitFinal(event, typed);
    for (TestEvent each : List.of(event, typed)) {
      for (String path : List.of("/admin/events/", "/admin/dead-letters/")) {
        Page page = STAGE.operator().open(path + each.id());
        assertThat(page.getByText(SCRIPT).first()).isVisible();
        assertThat(page.evaluate("() => window.hacked")).isNull();
      }
    }
    Page list = STAGE.operator().open("/admin/dead-letters");
    assertThat(list.getByText(SCRIPT).first()).isVisible();
    assertThat(list.evaluate("() => window.hacked")).isNull();
  }

  @Test
  void a_masked_field_is_masked_until_an_operator_reveals_it() {
    TestEvent event = send(anEvent().of(Names.fresh("ann")).failing().with(Stage.MASKED, CARD));
    awaitFinal(event);
    for (String user : List.of(AdminSide.VIEWER, AdminSide.OPERATOR)) {
      for (String path : List.of("/admin/events/", "/admin/dead-letters/")) {
        Page page = STAGE.as(user, Look.LIGHT).open(path + event.id());
        assertThat(page.getByText(Stage.MASKED).first()).isVisible();
        assertThat(page.content()).doesNotContain(CARD);
      }
    }
    Page page = STAGE.operator().open("/admin/dead-letters/" + event.id());
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Reveal")).first().click();
    assertThat(page.getByText(CARD).first()).isVisible();
    Page again = STAGE.operator().open("/admin/dead-letters/" + event.id());
    assertThat(again.content()).contains("reveal").doesNotContain(CARD);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
