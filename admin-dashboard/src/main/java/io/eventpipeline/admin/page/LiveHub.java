package io.eventpipeline.admin.page;

import static java.util.stream.Collectors.toMap;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.SessionCheck;
import io.eventpipeline.admin.observe.AdminMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.http.sse.Event;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Keeps the pages live: four times a second, and only while somebody looks, it makes each watched
 * view once and sends what changed to all that watch it. Threads: one that ticks, a virtual one for
 * each view; {@link #watch} may be called from any.
 */
@Singleton
public final class LiveHub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);
  private static final Duration EVERY = Duration.ofMillis(250);

  /** How often it looks whether sessions still count, in ticks. */
  private static final int SESSION_TICKS = 4;

  /** Tabs at once. */
  private static final int MOST_TABS = 200;

  private final Map<String, LiveView> views;
  private final Pages pages;
  private final StripSource strip;
  private final SessionCheck sessions;
  private final Meters<AdminMetric> meters;
  private final OnceAMinute complaints = new OnceAMinute();

  /** Guarded by itself. */
  private final Map<LiveQuery, WatchedView> watched = new HashMap<>();

  private @Nullable Thread ticker;
  private int tabs;
  private volatile boolean closed;

  LiveHub(
      List<LiveView> views,
      Pages pages,
      StripSource strip,
      SessionCheck sessions,
      Meters<AdminMetric> meters) {
    this.views = views.stream().collect(toMap(LiveView::name, Function.identity()));
    this.pages = pages;
    this.strip = strip;
    this.sessions = sessions;
    this.meters = meters;
    meters.gauge(AdminMetric.VIEWERS, this, LiveHub::tabs);
  }

  private int tabs() {
    synchronized (watched) {
      return tabs;
    }
  }

  /** True if there is such a view. */
  boolean knows(String view) {
    return views.containsKey(view);
  }

  /** The changes of a view, for as long as the browser listens and the session lasts. */
  Flux<Event<String>> watch(LiveQuery query, Person person) {
    return Flux.create(browser -> join(query, person, browser), FluxSink.OverflowStrategy.DROP);
  }

  private void join(LiveQuery query, Person person, FluxSink<Event<String>> browser) {
    LiveTab tab = new LiveTab(query, person, browser, SystemTime.nanos());
    synchronized (watched) {
      if (closed || tabs >= MOST_TABS) {
        meters.count(AdminMetric.LIVE_DROPPED, "full", 1);
        browser.complete();
        return;
      }
      tabs++;
      watched
          .computeIfAbsent(query, one -> new WatchedView(view(one), one))
          .tabs()
          .add(tab);
      if (ticker == null) {
        ticker = Thread.ofVirtual().name("live-pages").start(this::tick);
      }
    }
    browser.onDispose(() -> leave(tab));
  }

  private LiveView view(LiveQuery query) {
    LiveView view = views.get(query.view());
    if (view == null) {
      throw new IllegalArgumentException("no view " + query.view());
    }
    return view;
  }

  private void leave(LiveTab tab) {
    synchronized (watched) {
      WatchedView view = watched.get(tab.query());
      if (view != null && view.tabs().remove(tab)) {
        tabs--;
        if (view.tabs().isEmpty()) {
          watched.remove(tab.query());
        }
      }
    }
  }

  /** Ends by itself once nobody looks. */
  private void tick() {
    for (int round = 0; ; round++) {
      List<WatchedView> now;
      synchronized (watched) {
        if (watched.isEmpty() || closed) {
          ticker = null;
          return;
        }
        now = new ArrayList<>(watched.values());
      }
      if (round % SESSION_TICKS == 0) {
        Thread.ofVirtual().name("live-sessions").start(() -> endOldSessions(now));
      }
      for (WatchedView view : now) {
        if (view.begin()) {
          Thread.ofVirtual().name("live-view").start(() -> show(view));
        }
      }
      SystemTime.sleep(EVERY.toNanos());
    }
  }

  private void show(WatchedView view) {
    try {
      List<LivePart> parts = new ArrayList<>(shared());
      long begun = SystemTime.nanos();
      try {
        parts.addAll(view.parts());
      } catch (RuntimeException e) {
        if (complaints.mayTell(view + e.toString(), SystemTime.nanos())) {
          LOG.warn("The live view {} cannot be made; browsers keep what they have", view, e);
        }
      }
      meters.record(AdminMetric.LIVE_RENDER, SystemTime.nanos() - begun);
      send(view, parts);
    } finally {
      view.finish();
    }
  }

  private List<LivePart> shared() {
    return List.of(
        new LivePart("strip", pages.render("page/strip", Map.of("strip", strip.now()))),
        new LivePart(
            "troubles", pages.render("page/troubles", Map.of("troubles", pages.troublesNow()))));
  }

  private void send(WatchedView view, List<LivePart> parts) {
    long now = SystemTime.nanos();
    for (LiveTab tab : view.tabs()) {
      tab.offer(parts, now);
      tab.beat(now);
      if (tab.isStuck(now)) {
        drop(tab, "slow");
      }
    }
  }

  private void endOldSessions(List<WatchedView> now) {
    for (WatchedView view : now) {
      for (LiveTab tab : view.tabs()) {
        if (!sessions.stillCounts(tab.person())) {
          drop(tab, "session");
        }
      }
    }
  }

  private void drop(LiveTab tab, String why) {
    meters.count(AdminMetric.LIVE_DROPPED, why, 1);
    tab.end(why);
  }

  /** Ends all connections; browsers ask again, and then another process answers. */
  @Override
  @PreDestroy
  public void close() {
    closed = true;
    List<LiveTab> all = new ArrayList<>();
    synchronized (watched) {
      watched.values().forEach(view -> all.addAll(view.tabs()));
    }
    all.forEach(tab -> tab.end("server"));
  }
}
