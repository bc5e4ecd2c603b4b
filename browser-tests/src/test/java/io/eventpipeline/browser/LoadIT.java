package io.eventpipeline.browser;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The page while events flow. It prints times and judges them generously: how fast pages are on a
 * machine with nothing else to do is for {@code ./pipeline bench dashboard}.
 */
class LoadIT {
  private static final int PER_SECOND = 2000;
  private static final int AT_ONCE = 100;
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("browser.load-seconds", 10));

  /** What a page may send, with all its files. */
  private static final long MOST_BYTES = 150 * 1024;

  private static final Duration CLICK_AT_MOST = Duration.ofSeconds(5);
  private static final long GROWTH_AT_MOST = 4 << 20;

  @RegisterExtension static final Stage STAGE = Stage.shared();

  @Test
  void a_page_with_all_its_files_is_small() {
    for (String path : List.of("/admin/events", "/admin/dead-letters", "/admin/overview")) {
      Tab tab = STAGE.viewer();
      AtomicLong bytes = new AtomicLong();
      CDPSession session = tab.context().newCDPSession(tab.page());
      session.send("Network.enable");
      session.on(
          "Network.loadingFinished",
          done -> bytes.addAndGet(done.get("encodedDataLength").getAsLong()));
      tab.open(path);
      tab.page().waitForTimeout(500); // the last of these events follows the load
      System.out.printf("%s: %,d bytes with headers%n", path, bytes.get());
      assertThat(bytes.get()).as(path).isPositive().isLessThanOrEqualTo(MOST_BYTES);
    }
  }

  @Test
  void clicks_are_answered_and_memory_does_not_grow_while_events_flow() {
    Tab watching = STAGE.viewer();
    Tab clicking = STAGE.viewer();
    watching.open("/admin/events");
    clicking.open("/admin/events");
    CDPSession heap = watching.context().newCDPSession(watching.page());
    List<Double> answers = new ArrayList<>();
    List<Double> loads = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    try (Flow ignored = Flow.start()) {
      long end = System.nanoTime() + TIME.toNanos();
      for (int i = 0; System.nanoTime() < end; i++) {
        click(clicking.page(), i % 2 == 0 ? "Overview" : "Events");
        answers.add(timing(clicking.page(), "responseEnd"));
        loads.add(timing(clicking.page(), "duration"));
        sizes.add(used(heap));
        watching.page().waitForTimeout(1000);
      }
    }
    System.out.printf(
        "%d clicks, %s; %s; heap in MB: %s%n",
        loads.size(),
        summary("answered", answers),
        summary("loaded with all files", loads),
        sizes.stream().map(size -> "%.1f".formatted(size / 1e6)).toList());
    assertThat(loads.getLast()).isLessThan(CLICK_AT_MOST.toMillis());
    assertThat(sizes.getLast() - sizes.get(sizes.size() / 3)).isLessThan(GROWTH_AT_MOST);
  }

  private static void click(Page page, String link) {
    page.getByRole(AriaRole.NAVIGATION)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(link).setExact(true))
        .click();
    page.waitForLoadState();
  }

  /** When this happened, in milliseconds after the click that led to the page. */
  private static double timing(Page page, String what) {
    Object time = page.evaluate("() => performance.getEntriesByType('navigation')[0]." + what);
    return ((Number) time).doubleValue();
  }

  /** Sorts the times. */
  private static String summary(String what, List<Double> times) {
    Collections.sort(times);
    return "%s after %.0f ms (median), %.0f ms (longest)"
        .formatted(what, times.get(times.size() / 2), times.getLast());
  }

  /** Bytes of live objects. */
  private static long used(CDPSession session) {
    session.send("HeapProfiler.collectGarbage");
    JsonObject usage = session.send("Runtime.getHeapUsage");
    return usage.get("usedSize").getAsLong();
  }

  /** Events that flow until it is closed. */
  private static final class Flow implements AutoCloseable {
    private final Thread sender = Thread.ofPlatform().unstarted(this::send);
    private volatile boolean ended;

    static Flow start() {
      Flow flow = new Flow();
      flow.sender.start();
      return flow;
    }

    private void send() {
      List<String> users = Names.fresh("flow", 500);
      long begun = System.nanoTime();
      for (int sent = 0; !ended; sent += AT_ONCE) {
        int from = sent;
        List<TestEvent> events =
            IntStream.range(from, from + AT_ONCE)
                .mapToObj(i -> anEvent().of(users.get(i % users.size())))
                .toList();
        STAGE.pipeline().topic().produce(events);
        long due = begun + (long) ((sent + AT_ONCE) * 1e9 / PER_SECOND);
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }

    @Override
    public void close() {
      ended = true;
      try {
        sender.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
