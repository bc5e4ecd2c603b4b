package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.testbed.rig.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The dashboard and the alerts query only metrics and tags that exist: those in docs/reference.md,
 * which each service's own test compares with its list.
 */
class ObserveFilesTest {
  private static final Path FILES = Path.of("..", "infra", "observe");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_]+)` \\| (counter|gauge|timer) \\| [^|]* \\| ([^|]*) \\|.*");
  private static final Pattern TAG = Pattern.compile("`([a-z]+)`\\s*(.*)");
  private static final Pattern RULE = Pattern.compile("(?m)^ +expr: (.+)$");
  private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=|!=|=~|!~)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on) \\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("(?<![\\w\\[.])[a-zA-Z_]+\\b(?!\\s*\\()");

  /** What Prometheus adds to every meter, or knows by itself. */
  private static final Map<String, String> EVERYWHERE = Map.of("instance", "", "job", "", "le", "");

  private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "by", "on", "bool");

  /** The tag of each series, by its name, with its values; "" where there is none. */
  private static Map<String, String> series() throws IOException {
    Map<String, String> tags =
        new HashMap<>(Map.of("up", "`job` ingest, consumer, push, query, admin"));
    for (String line : Files.readAllLines(Path.of("..", "docs", "reference.md"))) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        continue;
      }
      if (row.group(2).equals("timer")) {
        for (String suffix : List.of("_bucket", "_sum", "_count")) {
          tags.put(row.group(1) + suffix, row.group(3));
        }
      } else {
        tags.put(row.group(1), row.group(3));
      }
    }
    assertThat(tags).hasSizeGreaterThan(20);
    return tags;
  }

  private static List<String> dashboardQueries() throws IOException {
    List<String> queries = new ArrayList<>();
    JsonNode dashboard =
        Json.read(Files.readAllBytes(FILES.resolve("grafana/dashboards/event-pipeline.json")));
    for (JsonNode panel : dashboard.path("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }
    assertThat(queries).hasSizeGreaterThan(20).doesNotContain("");
    return queries;
  }

  private static List<String> alertQueries() throws IOException {
    String rules = Files.readString(FILES.resolve("prometheus/alerts.yml"));
    List<String> queries = RULE.matcher(rules).results().map(found -> found.group(1)).toList();
    assertThat(queries).hasSize(rules.split("- alert:", -1).length - 1);
    return queries;
  }

  @Test
  void the_dashboard_asks_for_what_there_is() throws IOException {
    for (String query : dashboardQueries()) {
      assertAsksForWhatThereIs(query);
    }
  }

  @Test
  void the_alerts_ask_for_what_there_is() throws IOException {
    for (String query : alertQueries()) {
      assertAsksForWhatThereIs(query);
    }
  }

  @Test
  void every_meter_is_looked_at() throws IOException {
    Set<String> asked = new HashSet<>();
    for (String query : dashboardQueries()) {
      asked.addAll(names(query));
    }
    Set<String> unseen = new TreeSet<>(series().keySet());
    unseen.removeIf(name -> asked.contains(name) || name.matches(".*_(sum|count)"));
    assertThat(unseen).isEmpty();
  }

  @Test
  void panels_do_not_overlap_and_fill_the_width() throws IOException {
    Set<List<Integer>> cells = new HashSet<>();
    JsonNode dashboard =
        Json.read(Files.readAllBytes(FILES.resolve("grafana/dashboards/event-pipeline.json")));
    for (JsonNode panel : dashboard.path("panels")) {
      JsonNode place = panel.path("gridPos");
      for (int x = place.path("x").asInt();
          x < place.path("x").asInt() + place.path("w").asInt();
          x++) {
        for (int y = place.path("y").asInt();
            y < place.path("y").asInt() + place.path("h").asInt();
            y++) {
          assertThat(cells.add(List.of(x, y))).as(panel.path("title").asText()).isTrue();
          assertThat(x).isBetween(0, 23);
        }
      }
    }
  }

  private static void assertAsksForWhatThereIs(String query) throws IOException {
    Map<String, String> series = series();
    Set<String> names = names(query);
    assertThat(names).as(query).isNotEmpty();
    assertThat(series.keySet()).as(query).containsAll(names);
    Matcher selector = SELECTOR.matcher(query);
    while (selector.find()) {
      Matcher wanted = MATCHER.matcher(selector.group(2));
      while (wanted.find()) {
        assertHasTag(query, series.get(selector.group(1)), wanted.group(1), wanted.group(3));
      }
    }
    Matcher grouping = GROUPING.matcher(query);
    while (grouping.find()) {
      for (String label : grouping.group(1).split(",\\s*")) {
        assertThat(names)
            .as("%s in %s", label, query)
            .anyMatch(
                name -> EVERYWHERE.containsKey(label) || series.get(name).startsWith("`" + label));
      }
    }
  }

  private static void assertHasTag(String query, String tag, String name, String value) {
    Matcher known = TAG.matcher(tag);
    assertThat(known.matches()).as("a tag in %s", query).isTrue();
    assertThat(known.group(1)).as(query).isEqualTo(name);
    if (!known.group(2).isEmpty()) {
      assertThat(known.group(2).split(",\\s*")).as(query).contains(value);
    }
  }

  /** What is left when labels, functions and words of the language are taken away. */
  private static Set<String> names(String query) {
    String bare = GROUPING.matcher(query).replaceAll(" ");
    bare = bare.replaceAll("\\{[^}]*}", " ").replaceAll("\\[[^]]*]", " ");
    Set<String> names = new HashSet<>();
    NAME.matcher(bare).results().map(found -> found.group()).forEach(names::add);
    names.removeAll(KEYWORDS);
    return names;
  }
}
