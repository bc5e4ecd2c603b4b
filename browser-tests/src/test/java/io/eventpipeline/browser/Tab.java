package io.eventpipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * One person's tab, which notes what the browser complains about: scripts that fail, and what the
 * page's security policy forbids. One thread.
 */
final class Tab implements AutoCloseable {
  /** The browser's note of an answer that is no 200, or of a connection that ended. */
  private static final String NOT_LOADED = "Failed to load resource";

  private final BrowserContext context;
  private final Page page;
  private final URI base;
  private final List<String> complaints = new ArrayList<>();

  /**
   * @param base of the dashboard
   */
  Tab(BrowserContext context, URI base) {
    this.context = context;
    this.base = base;
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().startsWith(NOT_LOADED)) {
            complaints.add(message.text());
          }
        });
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** Opens a page and expects that it answers 200. */
  Page open(String path) {
    Response answer = page.navigate(base.resolve(path).toString());
    assertThat(answer.status()).as(path).isEqualTo(200);
    return page;
  }

  /** Whether nothing has to be scrolled sideways. */
  boolean fitsItsWidth() {
    return (boolean)
        page.evaluate(
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth");
  }

  /** What the browser complained about so far. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    context.close();
  }
}
