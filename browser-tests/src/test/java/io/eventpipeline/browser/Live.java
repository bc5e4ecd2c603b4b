package io.eventpipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** Pages that change by themselves. */
final class Live {
  private Live() {}

  /** Waits until changes reach the page. */
  static void await(Page page) {
    assertThat(page.locator("#live-state")).hasText("live");
  }

  /** The row of a table that holds this text. */
  static Locator row(Page page, String text) {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
  }
}
