package io.eventpipeline.admin.page;

import io.eventpipeline.admin.access.Person;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.FluxSink;

/**
 * One browser tab that watches. What it cannot take now is not kept: it gets the newest once it can.
 * Threads: any.
 */
final class LiveTab {
  /** The browser leaves the page alone if nothing comes for longer. */
  private static final long HEARTBEAT = Duration.ofSeconds(15).toNanos();

  /** A browser that takes nothing for so long is gone. */
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  /** Browsers pass over an event without data. */
  private static final String EMPTY = "<!---->";

  private final LiveQuery query;
  private final Person person;
  private final FluxSink<Event<String>> browser;
  private final Map<String, String> shown = new HashMap<>();
  private long lastTaken;

  /**
   * @param now nanoseconds
   */
  LiveTab(LiveQuery query, Person person, FluxSink<Event<String>> browser, long now) {
    this.query = query;
    this.person = person;
    this.browser = browser;
    lastTaken = now;
  }

  LiveQuery query() {
    return query;
  }

  Person person() {
    return person;
  }

  /** Sends what has changed, as far as the browser takes it. */
  synchronized void offer(List<LivePart> parts, long now) {
    for (LivePart part : parts) {
      if (!part.html().equals(shown.get(part.name())) && takes()) {
        browser.next(Event.of(part.html().isBlank() ? EMPTY : part.html()).name(part.name()));
        shown.put(part.name(), part.html());
        lastTaken = now;
      }
    }
  }

  /** Says that the server is still there, if nothing else was said for long. */
  synchronized void beat(long now) {
    if (now - lastTaken >= HEARTBEAT && takes()) {
      browser.next(Event.of("").comment("still here"));
      lastTaken = now;
    }
  }

  private boolean takes() {
    return browser.requestedFromDownstream() > 0;
  }

  /** True if the browser has taken nothing for long. */
  synchronized boolean isStuck(long now) {
    return now - lastTaken > PATIENCE;
  }

  /**
   * Ends the connection.
   *
   * @param why a word for the browser
   */
  synchronized void end(String why) {
    if (takes()) {
      browser.next(Event.of(why).name("end"));
    }
    browser.complete();
  }
}
