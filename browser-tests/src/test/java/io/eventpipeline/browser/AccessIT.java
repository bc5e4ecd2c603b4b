package io.eventpipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import io.eventpipeline.testbed.rig.AdminSide;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People log in and out, as a browser sees it. */
class AccessIT {
  @RegisterExtension static final Stage STAGE = Stage.shared();

  @Test
  void a_wrong_password_is_refused_and_a_right_one_leads_where_the_person_wanted_to_go() {
    Tab tab = STAGE.stranger(Look.LIGHT);
    Page page = tab.page();
    page.navigate(STAGE.pipeline().admin().page("/admin/users?user=ann").toString());
    page.getByLabel("Name").fill(AdminSide.VIEWER);
    page.getByLabel("Password").fill("wrong");
    DeadLettersIT.button(page, "Log in").click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    page.getByLabel("Name").fill(AdminSide.VIEWER);
    page.getByLabel("Password").fill(AdminSide.PASSWORD);
    DeadLettersIT.button(page, "Log in").click();
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("User ann")))
        .isVisible();
    List<Cookie> cookies = tab.context().cookies();
    assertThat(cookies).singleElement();
    Cookie cookie = cookies.getFirst();
    assertThat(cookie.name).startsWith("__Host-");
    assertThat(cookie.secure).isTrue();
    assertThat(cookie.httpOnly).isTrue();
    assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
    assertThat(cookie.path).isEqualTo("/");
  }

  @Test
  void a_logout_ends_the_session_in_every_tab() {
    Tab tab = STAGE.stranger(Look.LIGHT);
    LoginForm.fill(tab.open("/admin/login"), AdminSide.VIEWER, AdminSide.PASSWORD);
    Page other = tab.context().newPage();
    other.navigate(STAGE.pipeline().admin().page("/admin/overview").toString());
    Live.await(other);
    DeadLettersIT.button(tab.page(), "Log out").click();
    assertThat(tab.page().getByLabel("Password")).isVisible();
    assertThat(other.getByLabel("Password")).isVisible();
  }
}
