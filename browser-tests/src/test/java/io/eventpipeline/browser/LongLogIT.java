package io.eventpipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.LongTopic;
import io.eventpipeline.testbed.rig.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** People search among a million records, on a dashboard of its own. */
class LongLogIT {
  private static final String TOPIC = "a-million";

  /** Notes what the page shows, from its first state on. */
  private static final String NOTE_STATES =
      "window.states = []; new MutationObserver(() => {"
          + " const main = document.querySelector('main');"
          + " if (main) window.states.push(main.textContent);"
          + " }).observe(document, {subtree: true, childList: true, characterData: true});";

  private static final Duration START = Duration.ofMinutes(3);
  private static final int HALF = 500_000;
  private static final String USER = Names.fresh("ann");
  private static final String OLDEST = Names.fresh("oldest");
  private static final String NEWEST = Names.fresh("newest");
  private static final String OTHER_USER = Names.fresh("carl");
  private static final String OTHER = Names.fresh("other");

  @RegisterExtension static final Stage STAGE = Stage.shared();

  @TempDir static Path dir;
  private static String middle;
  private static String base;
  private static ServiceProcess dashboard;

  @BeforeAll
  static void start() {
    String kafka = STAGE.pipeline().kafka().bootstrapServers();
    try (LongTopic topic = new LongTopic(kafka, TOPIC)) {
      int partition = EventsTopic.partitionOf(USER);
      topic.send(OLDEST, USER);
      topic.fill(partition, HALF, 50);
      middle = uuidOf(System.currentTimeMillis());
      topic.send(middle, Names.fresh("bob"));
      topic.fill(partition, HALF, 50);
      topic.send(OTHER, OTHER_USER);
      topic.send(NEWEST, USER);
    }
    dashboard =
        ServiceProcess.of("the other dashboard", Path.of(System.getProperty("testbed.admin")))
            .env("KAFKA_BOOTSTRAP_SERVERS", kafka)
            .env("REDIS_URI", STAGE.pipeline().redis().uri())
            .env("TOPIC_NAME", TOPIC)
            .healthAt(FreePort.find())
            .logTo(dir.resolve("dashboard.log"))
            .start()
            .awaitReady(START);
    base = "http://127.0.0.1:" + dashboard.port();
  }

  @AfterAll
  static void stop() {
    dashboard.close();
  }

  /** A UUIDv7, which tells when it was made. */
  private static String uuidOf(long unixMillis) {
    UUID random = UUID.randomUUID();
    return new UUID(unixMillis << 16 | 0x7000, random.getLeastSignificantBits()).toString();
  }

  @Test
  void the_first_hits_are_there_while_the_search_goes_on_and_it_shows_how_far_it_is() {
    Page page = STAGE.stranger(Look.LIGHT).page();
    page.addInitScript(NOTE_STATES);
    page.navigate(base + "/admin/events");
    System.out.printf("hits of the first search after %.0f ms%n", search(page, OTHER_USER, OTHER));
    System.out.printf("the first hits of another after %.0f ms%n", search(page, USER, NEWEST));
    Locator more = page.getByText("Continue further back");
    Locator state = page.locator("main [role=status]");
    assertThat(state).hasText(Pattern.compile("^Searched .*"));
    assertThat((List<?>) page.evaluate("() => window.states"))
        .anySatisfy(
            seen ->
                assertThat(seen.toString())
                    .contains(NEWEST, "Searching: looked at ")
                    .containsPattern("of 1,000,0\\d\\d records back to"));
    while (more.isVisible()) { // a slow machine needs more than the 5 s of one search
      more.click();
      assertThat(state).hasText(Pattern.compile("^Searched .*"));
    }
    assertThat(state).hasText(Pattern.compile("^Searched to the beginning of the log.*"));
    assertThat(Live.row(page, OLDEST)).isVisible();
  }

  /** Milliseconds until the page shows the hit. */
  private static double search(Page page, String user, String hit) {
    page.getByLabel("User").fill(user);
    long asked = System.nanoTime();
    page.getByLabel("User").press("Enter");
    assertThat(Live.row(page, hit)).isVisible();
    return (System.nanoTime() - asked) / 1e6;
  }

  @Test
  void an_id_that_tells_its_time_is_found_in_the_middle() {
    Page page = STAGE.stranger(Look.LIGHT).page();
    page.navigate(base + "/admin/events");
    page.getByLabel("Event id").fill(middle);
    page.getByLabel("Event id").press("Enter");
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("Event " + middle)))
        .isVisible();
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Payload")))
        .isVisible();
    assertThat(page.locator("main")).containsText("queued");
  }
}
