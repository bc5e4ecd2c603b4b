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

/** Everything works without a mouse. */
class KeyboardIT {
  private static final int MOST_STEPS = 200;

  @RegisterExtension static final Stage STAGE = Stage.shared();

  @Test
  void a_failed_event_is_found_edited_and_replayed_by_keyboard_from_the_login_on() {
    TestEvent event = anEvent().of(Names.fresh("ann")).failing();
    assertThat(STAGE.pipeline().api().send(event).status()).isEqualTo(202);
    STAGE.pipeline().redisView().awaitFinal(List.of(event.id()), Stage.PATIENCE);
    Page page = STAGE.stranger(Look.LIGHT).open("/admin/login");
    assertThat(page.getByLabel("Name")).isFocused();
    page.keyboard().type(AdminSide.OPERATOR);
    page.keyboard().press("Tab");
    page.keyboard().type(AdminSide.PASSWORD);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING).first()).containsText("Events");
    page.keyboard().press("Tab");
    assertThat(page.getByText("Skip to the content")).isFocused();
    page.keyboard().press("Enter");
    step(page, page.getByLabel("Event id"));
    page.keyboard().type(event.id());
    page.keyboard().press("Enter");
    follow(page, link(page, "Replay, edit or purge it"));
    Locator editor = page.locator("textarea[name=payload]");
    step(page, editor);
    page.keyboard().press("ControlOrMeta+A");
    page.keyboard().type("{\"fail\":false}");
    follow(page, DeadLettersIT.button(page, "Replay edited"));
    assertThat(page.locator("[data-live=state]")).containsText("processed");
    follow(page, DeadLettersIT.button(page, "Log out"));
    assertThat(page.getByLabel("Password")).isVisible();
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
  }

  private static void follow(Page page, Locator target) {
    step(page, target);
    page.keyboard().press("Enter");
  }

  /** Goes there with the tab key. What has the focus must be seen. */
  private static void step(Page page, Locator target) {
    assertThat(target).isVisible();
    for (int i = 0; i < MOST_STEPS; i++) {
      if ((boolean) target.evaluate("one => one === document.activeElement")) {
        assertThat(target).isInViewport();
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("the tab key does not lead to " + target);
  }
}
