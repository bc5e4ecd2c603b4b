package io.eventpipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.AdminSide;
import io.eventpipeline.testbed.rig.Names;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People see why a user waits, hold one and let it go on. */
class UsersIT {
  @RegisterExtension static final Stage STAGE = Stage.shared();

  private static TestEvent send(TestEvent event) {
    assertThat(STAGE.pipeline().api().send(event).status()).isEqualTo(202);
    return event;
  }

  @Test
  void a_user_waits_for_the_missing_seq_until_it_comes() {
    String user = Names.fresh("ann");
    for (long seq : new long[] {1, 2, 4}) {
      send(anEvent().of(user).seq(seq));
    }
    Page page = STAGE.viewer().open("/admin/users");
    Locator row = Live.row(page, user);
    assertThat(row).containsText(Pattern.compile("seq 3\\b"));
    TestEvent missing = send(anEvent().of(user).seq(3));
    assertThat(row).hasCount(0);
    STAGE.pipeline().redisView().awaitFinal(List.of(missing.id()), Stage.PATIENCE);
    assertThat(STAGE.pipeline().redisView().order(user)).hasSize(4);
  }

  /** Consumers learn of a pause within a second; what comes before may run. */
  private static TestEvent sendUntilOneIsHeld(String user, Page page, Locator row) {
    TestEvent last = send(anEvent().of(user));
    for (int i = 0; i < Stage.PATIENCE.toSeconds() && row.count() == 0; i++) {
      last = send(anEvent().of(user));
      page.waitForTimeout(1000);
    }
    assertThat(row).isVisible();
    return last;
  }

  @Test
  void a_user_is_paused_and_goes_on() {
    String user = Names.fresh("bob");
    Page page = STAGE.operator().open("/admin/users?user=" + user);
    Locator form = page.locator("form[action='/admin/users/pause']");
    form.getByLabel("Why").fill("a bad phone");
    form.getByText("Pause").click();
    Locator paused = page.locator("[data-live=users]");
    assertThat(paused).containsText("a bad phone");
    assertThat(paused).containsText(AdminSide.OPERATOR);
    TestEvent held = sendUntilOneIsHeld(user, page, Live.row(page, "paused"));
    assertThat(STAGE.pipeline().redisView().event(held.id())).isEmpty();
    page.getByLabel("Let " + user + " go on").click();
    assertThat(paused).containsText("It is not paused.");
    STAGE.pipeline().redisView().awaitFinal(List.of(held.id()), Stage.PATIENCE);
  }
}
