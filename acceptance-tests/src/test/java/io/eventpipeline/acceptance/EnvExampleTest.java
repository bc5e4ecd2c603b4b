package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The file .env.example matches docs/reference.md, and both ways to start read what it names. */
class EnvExampleTest {
  private static final Path TOP = Path.of("..");
  private static final Pattern LINE = Pattern.compile("#([A-Z][A-Z0-9_]*)=(.*)");
  private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| `([^`]*)` \\|.*");

  /** Tables of docs/reference.md, each with its service in docker-compose.yml. */
  private static final Map<String, String> TABLES =
      Map.of(
          "## Settings of the consumer", "consumer",
          "## Settings of the projections", "consumer",
          "## Settings of the dashboard", "admin-dashboard",
          "## Settings of the push worker", "push-worker",
          "## Settings of the query service", "query",
          "## Settings of the ingest API", "ingest");

  /** Variables of containers alone. */
  private static final List<String> CONTAINERS =
      List.of(
          "POSTGRES_PASSWORD", "POSTGRES_READER_PASSWORD", "ADMIN_PASSWORD_HASH", "COMPOSE_FILE");

  private static final Map<String, String> EXAMPLES = new TreeMap<>();
  private static String compose = "";

  @BeforeAll
  static void read() throws IOException {
    compose = Files.readString(TOP.resolve("docker-compose.yml"));
    for (String line : Files.readAllLines(TOP.resolve(".env.example"))) {
      Matcher example = LINE.matcher(line);
      if (example.matches()) {
        assertThat(EXAMPLES.put(example.group(1), example.group(2))).as(line).isNull();
      } else {
        assertThat(line).matches("|# .*");
      }
    }
  }

  @Test
  void each_setting_has_the_default_of_the_reference_and_compose_hands_it_to_its_services()
      throws IOException {
    Map<String, String> settings = new TreeMap<>(EXAMPLES);
    settings.keySet().removeAll(CONTAINERS);
    settings.keySet().removeIf(isPort());
    Map<String, String> documented = new TreeMap<>();
    String table = "";
    for (String line : Files.readAllLines(TOP.resolve("docs/reference.md"))) {
      table = line.startsWith("## ") ? line : table;
      Matcher row = ROW.matcher(line);
      String service = TABLES.get(table);
      if (service != null && row.matches() && settings.containsKey(variable(row.group(1)))) {
        String name = variable(row.group(1));
        documented.put(name, row.group(2));
        assertThat(settings.get(name)).as(name).isEqualTo(row.group(2));
        String value = name.equals("LOG_FORMAT") ? " ${LOG_FORMAT:-json}" : "";
        assertThat(composed(service)).as(service).contains("\n      " + name + ":" + value + "\n");
      }
    }
    assertThat(documented).isEqualTo(settings);
  }

  @Test
  void each_port_is_the_default_of_compose_and_of_up() throws IOException {
    StringBuilder up = new StringBuilder();
    Path sources = TOP.resolve("local-stack/src/main/java/io/eventpipeline/local/command");
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        up.append(Files.readString(file));
      }
    }
    Map<String, String> ports = new TreeMap<>(EXAMPLES);
    ports.keySet().removeIf(isPort().negate());
    assertThat(ports)
        .hasSize(4)
        .allSatisfy(
            (name, port) -> {
              assertThat(compose).contains("${%s:-%s}".formatted(name, port));
              assertThat(up.toString()).contains("\"${env:%s:-%s}\"".formatted(name, port));
            });
  }

  @Test
  void what_only_containers_need_is_read_by_compose() {
    assertThat(EXAMPLES).containsKeys(CONTAINERS.toArray(String[]::new));
    assertThat(compose)
        .contains(
            "${POSTGRES_PASSWORD:?", "${POSTGRES_READER_PASSWORD:?", "${ADMIN_PASSWORD_HASH:?");
    assertThat(EXAMPLES.get("COMPOSE_FILE").split(":"))
        .allSatisfy(file -> assertThat(TOP.resolve(file)).exists());
  }

  private static Predicate<String> isPort() {
    return name -> name.endsWith("_PORT");
  }

  private static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  /** A service of the compose file. */
  private static String composed(String service) {
    Matcher found = Pattern.compile("\n  " + service + ":\n(?s:.*?)\n\n").matcher(compose);
    assertThat(found.find()).as(service).isTrue();
    return found.group();
  }
}
