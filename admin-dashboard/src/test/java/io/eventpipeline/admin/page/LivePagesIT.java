package io.eventpipeline.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.DashboardRig;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the tabs that watch. */
@Timeout(120)
class LivePagesIT {
  @TempDir static Path dir;
  private static DashboardRig rig;
  private static EmbeddedServer service;
  private static CountingView view;

  @BeforeAll
  static void start() {
    rig = new DashboardRig(dir);
    service = rig.withoutUsers();
    view = service.getApplicationContext().getBean(CountingView.class);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /** A tab that notes the lines of the events. */
  private static final class Tab implements AutoCloseable {
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final InputStream events;

    Tab(String query) throws Exception {
      events =
          rig.http
              .send(
                  rig.request(service, "/admin/live?" + query).build(),
                  BodyHandlers.ofInputStream())
              .body();
      Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
        in.lines().forEach(lines::add);
      } catch (UncheckedIOException | IOException closed) {
        lines.add("closed");
      }
    }

    void awaitLine(String line) {
      await().atMost(DashboardRig.SOON).until(() -> lines.contains(line));
    }

    @Override
    public void close() throws IOException {
      events.close();
    }
  }

  private static double metric(String line) {
    return rig.health(service, "/prometheus")
        .body()
        .lines()
        .filter(one -> one.startsWith(line))
        .mapToDouble(one -> Double.parseDouble(one.substring(one.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void one_answer_serves_all_tabs_only_what_changed_is_sent_and_nobody_costs_nothing()
      throws Exception {
    view.text = "first";
    try (Tab one = new Tab("view=counting");
        Tab other = new Tab("view=counting")) {
      one.awaitLine("data: <p>firstfalse</p>");
      other.awaitLine("data: <p>firstfalse</p>");
      assertThat(metric("admin_viewers")).isEqualTo(2);
      int before = view.made.get();
      await().atMost(DashboardRig.SOON).until(() -> view.made.get() >= before + 8);
      assertThat(one.lines).as("unchanged").containsOnlyOnce("event: rows");
      long begun = System.nanoTime();
      view.text = "second";
      one.awaitLine("data: <p>secondfalse</p>");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      other.awaitLine("data: <p>secondfalse</p>");
      assertThat(one.lines.stream().filter("event: rows"::equals)).hasSize(2);
      assertThat(metric("admin_live_render_seconds_count"))
          .as("two tabs, one answer")
          .isLessThanOrEqualTo(view.made.get() + 1);
    }
    await().atMost(DashboardRig.SOON).until(() -> metric("admin_viewers") == 0);
    int last = view.made.get();
    await()
        .during(Duration.ofSeconds(1))
        .atMost(DashboardRig.SOON)
        .until(() -> view.made.get() <= last + 1);
  }

  @Test
  void a_view_that_fails_keeps_the_connection() throws Exception {
    try (Tab tab = new Tab("view=counting&what=broken")) {
      tab.awaitLine("event: strip");
      int before = view.made.get();
      await().atMost(DashboardRig.SOON).until(() -> view.made.get() >= before + 2);
      assertThat(tab.lines).doesNotContain("closed", "event: rows");
    }
  }

  @Test
  void a_browser_that_takes_nothing_is_dropped_and_nothing_is_kept_for_it() throws Exception {
    double before = metric("admin_live_dropped_total{why=\"slow\"");
    try (Socket socket = new Socket("127.0.0.1", service.getPort())) {
      socket.setReceiveBufferSize(4096);
      socket
          .getOutputStream()
          .write(
              "GET /admin/live?view=counting&what=large HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      await()
          .atMost(DashboardRig.SOON)
          .until(() -> metric("admin_live_dropped_total{why=\"slow\"") > before);
    }
  }

  @Test
  void an_unknown_view_and_a_query_without_bounds_are_refused() {
    assertThat(rig.get(service, "/admin/live?view=nothing").statusCode()).isEqualTo(404);
    assertThat(rig.get(service, "/admin/live").statusCode()).isEqualTo(400);
    assertThat(rig.get(service, "/admin/live?view=counting&a=" + "x".repeat(1_001)).statusCode())
        .isEqualTo(400);
  }
}
