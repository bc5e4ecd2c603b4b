package io.eventpipeline.admin.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search as it is delivered, in a log that takes longer to read than a search may take. */
class SlowSearchIT {
  private static final int RECORDS = 300_000;
  private static final Duration SLOW = Duration.ofMillis(15);
  private static final Pattern MORE = Pattern.compile("href=\"([^\"]*before=[^\"]*)\"");
  private static final Pattern LOOKED =
      Pattern.compile(
          "Searched back to \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.\\d]* UTC: looked at"
              + " ([0-9,]+) of 300,001 records");

  @TempDir static Path dir;
  private static EventPagesRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = new EventPagesRig(dir);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void a_search_stops_in_time_says_how_far_it_came_and_goes_on_from_there() throws Exception {
    rig.send("rare-1", "rare", "order.paid", "{}");
    rig.log.fill(EventPagesRig.TOPIC, EventPagesRig.partition("rare"), RECORDS, 1_000);
    AtomicReference<String> meanwhile = new AtomicReference<>("");
    rig.log.slowDown(SLOW);
    String page;
    try {
      page =
          rig.await(
              "/admin/events?user=rare",
              text -> {
                if (text.contains("Searching: looked at")) {
                  meanwhile.set(text);
                }
                return !text.contains("Searching: looked at");
              });
    } finally {
      rig.log.slowDown(Duration.ZERO);
    }
    assertThat(meanwhile.get())
        .contains("<progress", "of 300,001 records")
        .doesNotContain("No event");
    Matcher looked = LOOKED.matcher(page);
    assertThat(looked.find()).as(page).isTrue();
    int first = Integer.parseInt(looked.group(1).replace(",", ""));
    System.out.printf("looked at %,d of %,d records in 5 s%n", first, RECORDS);
    assertThat(first).isBetween(1, RECORDS);
    assertThat(page).contains("Continue further back").doesNotContain("/admin/events/rare-1\"");
    while (!page.contains("Searched to the beginning of the log")) {
      Matcher more = MORE.matcher(page);
      assertThat(more.find()).as(page).isTrue();
      page =
          rig.await(
              more.group(1).replace("&amp;", "&"), text -> !text.contains("Searching: looked at"));
    }
    assertThat(page).contains("/admin/events/rare-1\"");
  }
}
