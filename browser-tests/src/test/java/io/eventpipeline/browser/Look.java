package io.eventpipeline.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/**
 * How a person looks at the page.
 *
 * @param width of the window, in CSS pixels
 */
enum Look {
  LIGHT(ColorScheme.LIGHT, 1280),
  DARK(ColorScheme.DARK, 1280),
  PHONE(ColorScheme.LIGHT, 390);

  private static final int HEIGHT = 844;

  private final ColorScheme scheme;
  private final int width;

  Look(ColorScheme scheme, int width) {
    this.scheme = scheme;
    this.width = width;
  }

  Browser.NewContextOptions options() {
    return new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, HEIGHT);
  }
}
