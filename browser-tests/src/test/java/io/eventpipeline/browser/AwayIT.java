package io.eventpipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.eventpipeline.contract.testing.TestEvent.anEvent;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.AdminSide;
import io.eventpipeline.testbed.rig.Names;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * While a server is away, pages say so and show what they know; then they recover by themselves.
 */
class AwayIT {
  @RegisterExtension static final Stage STAGE = Stage.ofItsOwn();

  @Test
  void redis_goes_away_and_comes_back() {
    Tab tab = STAGE.operator();
    Page page = tab.open("/admin/events");
    Live.await(page);
    STAGE.pipeline().redis().kill();
    try {
      assertThat(banner(page)).containsText("Redis");
      assertPagesSay(tab, "Redis");
    } finally {
      STAGE.pipeline().redis().restart();
    }
    assertRecovers(tab);
  }

  @Test
  void kafka_goes_away_and_comes_back() {
    Tab tab = STAGE.operator();
    Page page = tab.open("/admin/events");
    Live.await(page);
    STAGE.pipeline().kafka().signal("STOP");
    try {
      assertThat(banner(page)).containsText("Kafka");
      assertPagesSay(tab, "Kafka");
    } finally {
      STAGE.pipeline().kafka().signal("CONT");
    }
    assertRecovers(tab);
  }

  private static Locator banner(Page page) {
    return page.locator("[data-live=troubles]");
  }

  /** {@link Tab#open} expects 200. */
  private static void assertPagesSay(Tab tab, String server) {
    for (String path : AdminSide.PAGES) {
      assertThat(banner(tab.open(path))).containsText(server);
    }
  }

  /** Without a reload. */
  private static void assertRecovers(Tab tab) {
    Page page = tab.open("/admin/events");
    assertThat(banner(page)).isEmpty();
    Live.await(page);
    TestEvent event = anEvent().of(Names.fresh("ann"));
    STAGE.pipeline().topic().produce(List.of(event));
    assertThat(Live.row(page, event.id())).containsText("processed");
  }
}
