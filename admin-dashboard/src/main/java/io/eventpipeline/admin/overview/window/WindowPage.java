package io.eventpipeline.admin.overview.window;

import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes the window by plan and region. Nobody waits for the query service: it is asked in the
 * background, once a second for each window that somebody looks at. Threads: any.
 */
@Singleton
public final class WindowPage implements LiveView {
  /** The windows that can be chosen, in seconds. */
  static final List<Integer> CHOICE = List.of(60, 300, 900, 1_800);

  static final int USUAL = 300;
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Older figures are not those of now. */
  private static final Duration OLD = Duration.ofSeconds(5);

  private final QueryClient client;
  private final Pages pages;
  private final Map<Integer, Window> windows = new ConcurrentHashMap<>();

  WindowPage(QueryClient client, Pages pages) {
    this.client = client;
    this.pages = pages;
  }

  /** One window that somebody looks at. */
  private static final class Window {
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile WindowAnswer last = new WindowAnswer.Asking();
    private volatile long at = SystemTime.nanos() - OLD.toNanos();
  }

  /** What was known of a window a moment ago. */
  public WindowModel now(int seconds) {
    Window window = windows.computeIfAbsent(seconds, none -> new Window());
    long age = SystemTime.nanos() - window.at;
    if (age >= FRESH.toNanos() && window.asking.compareAndSet(false, true)) {
      var unused = Thread.ofVirtual().name("window").start(() -> ask(seconds, window));
    }
    return new WindowModel(
        seconds, age > OLD.toNanos() ? new WindowAnswer.Asking() : window.last);
  }

  private void ask(int seconds, Window window) {
    try {
      window.last = client.ask(seconds);
      window.at = SystemTime.nanos();
    } finally {
      window.asking.set(false);
    }
  }

  /** A window of the choice; the usual one for any other text. */
  public static int seconds(String text) {
    return CHOICE.stream().filter(one -> one.toString().equals(text)).findFirst().orElse(USUAL);
  }

  /** The part of the window, for any page. */
  public LivePart part(int seconds) {
    return new LivePart("window", pages.render("window/chart", Map.of("model", now(seconds))));
  }

  @Override
  public String name() {
    return "window";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    return List.of(part(seconds(query.get("window"))));
  }
}
