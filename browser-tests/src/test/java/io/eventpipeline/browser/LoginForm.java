package io.eventpipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** The page where people log in. */
final class LoginForm {
  private LoginForm() {}

  /** Logs in, and waits until the first page is there. */
  static void fill(Page page, String user, String password) {
    page.getByLabel("Name").fill(user);
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
    assertThat(page).hasURL(Pattern.compile("/admin/events"));
  }
}
