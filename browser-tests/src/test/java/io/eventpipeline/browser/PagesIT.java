package io.eventpipeline.browser;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.AdminSide;
import io.eventpipeline.testbed.rig.Names;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each page in each look: nothing that keeps people out, nothing to scroll sideways on a phone.
 * With {@code -Dbrowser.screenshots=FOLDER} it takes pictures, too.
 */
class PagesIT {
  private static final Set<String> SERIOUS = Set.of("serious", "critical");
  private static final String PICTURES = System.getProperty("browser.screenshots", "");

  /** So that a picture has less than 100 KB. */
  private static final int PICTURE_WIDTH = 1000;

  private static final int PICTURE_HEIGHT = 480;

  /** The pictures of docs/dashboard.md. */
  private static final Set<String> SHOWN =
      Set.of(
          "events-light.png",
          "events-phone.png",
          "dead-letters-light.png",
          "dead-letter-dark.png",
          "users-light.png",
          "overview-dark.png");

  @RegisterExtension static final Stage STAGE = Stage.shared();

  /** The path of each page, by its name. */
  private static final Map<String, String> PAGES = new LinkedHashMap<>();

  /** Leaves something to see on every page. */
  @BeforeAll
  static void play() {
    String user = Names.fresh("ann");
    List<TestEvent> events =
        List.of(
            anEvent().of(user).seq(1).with("amount", 12).with(Stage.MASKED, "4111111111111111"),
            anEvent().of(user).seq(2).failing().with("note", "a wrong address"),
            anEvent().of(Names.fresh("bob")).type("test.notify"),
            anEvent().of(Names.fresh("cleo")).seq(1),
            anEvent().of(Names.fresh("dan")).failing());
    events.forEach(event -> assertThat(STAGE.pipeline().api().send(event).status()).isEqualTo(202));
    TestEvent again = anEvent().of(user).seq(1);
    assertThat(STAGE.pipeline().api().send(again).status()).isEqualTo(202);
    STAGE.pipeline().redisView().awaitFinal(TestEvent.ids(events), Stage.PATIENCE);
    String gap = Names.fresh("eve");
    for (long seq : new long[] {1, 2, 4}) {
      assertThat(STAGE.pipeline().api().send(anEvent().of(gap).seq(seq)).status()).isEqualTo(202);
    }
    PAGES.put("events", "/admin/events");
    PAGES.put("event", "/admin/events/" + events.getFirst().id());
    PAGES.put("failed-event", "/admin/events/" + events.get(1).id());
    PAGES.put("dead-letters", "/admin/dead-letters");
    PAGES.put("dead-letter", "/admin/dead-letters/" + events.get(1).id());
    PAGES.put("skipped", "/admin/skipped");
    PAGES.put("users", "/admin/users");
    PAGES.put("user", "/admin/users?user=" + gap);
    PAGES.put("push", "/admin/push");
    PAGES.put("overview", "/admin/overview");
  }

  @TestFactory
  List<DynamicTest> nothing_keeps_people_out_of_a_page() {
    return PAGES.entrySet().stream()
        .flatMap(
            page ->
                List.of(Look.values()).stream()
                    .map(
                        look ->
                            DynamicTest.dynamicTest(
                                page.getKey() + " " + look,
                                () -> check(page.getKey(), page.getValue(), look))))
        .toList();
  }

  private static void check(String name, String path, Look look) {
    try (Tab tab = STAGE.as(AdminSide.OPERATOR, look)) {
      Page page = tab.open(path);
      assertThat(serious(page)).as("%s, %s", name, look).isEmpty();
      assertThat(tab.fitsItsWidth()).as("%s fits its width, %s", name, look).isTrue();
      String picture = name + "-" + look.name().toLowerCase(Locale.ROOT) + ".png";
      if (!PICTURES.isEmpty() && SHOWN.contains(picture)) {
        if (look != Look.PHONE) {
          page.setViewportSize(PICTURE_WIDTH, PICTURE_HEIGHT);
        }
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(PICTURES, picture)));
      }
    }
  }

  @Test
  void nothing_keeps_people_out_of_the_login() {
    for (Look look : Look.values()) {
      try (Tab tab = STAGE.stranger(look)) {
        Page page = tab.open("/admin/login");
        assertThat(serious(page)).as("login, %s", look).isEmpty();
        assertThat(tab.fitsItsWidth()).isTrue();
      }
    }
  }

  private static List<String> serious(Page page) {
    return new AxeBuilder(page)
        .analyze().getViolations().stream()
            .filter(rule -> SERIOUS.contains(rule.getImpact()))
            .map(PagesIT::text)
            .toList();
  }

  private static String text(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + ", at "
        + rule.getNodes().stream().map(node -> node.getHtml()).toList();
  }
}
