package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Containers and Kubernetes give each service its own account of the database. */
class DatabaseFilesTest {
  private static final Path TOP = Path.of("..");
  private static final Pattern PASSWORD = Pattern.compile("_PASSWORD: (.*)");

  @Test
  void the_consumers_image_has_the_projections_after_the_teams_handlers() throws IOException {
    assertThat(ImageStages.of("consumer"))
        .contains("COPY --from=jars /build/projections/target/lib/ projections/\n")
        .contains("COPY --from=jars /build/projections/target/projections.jar projections/\n")
        .contains(":handlers/*:projections/*\"");
    assertThat(read(".dockerignore"))
        .contains("!projections/target/projections.jar\n", "!projections/target/lib\n");
  }

  @Test
  void no_password_stands_in_the_compose_file_and_none_is_empty() throws IOException {
    List<String> passwords =
        PASSWORD
            .matcher(read("docker-compose.yml"))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(passwords)
        .hasSize(4)
        .allMatch(value -> value.matches("\\$\\{POSTGRES_(READER_)?PASSWORD(:\\?.*)?}"));
    assertThat(
            passwords.stream().filter(value -> value.contains(":?")).map(DatabaseFilesTest::name))
        .containsExactlyInAnyOrder("POSTGRES_PASSWORD", "POSTGRES_READER_PASSWORD");
    assertThat(read(".gitignore")).contains("\n.env\n");
  }

  @Test
  void the_queries_have_an_account_of_their_own() throws IOException {
    String compose = read("docker-compose.yml");
    assertThat(service(compose, "consumer"))
        .contains("DATASOURCES_DEFAULT_USERNAME: pipeline\n", "${POSTGRES_PASSWORD}");
    assertThat(service(compose, "query"))
        .contains("DATASOURCES_DEFAULT_USERNAME: pipeline_reader\n", "${POSTGRES_READER_PASSWORD}");
    assertThat(read("infra/postgres/reader.sql")).contains("CREATE ROLE pipeline_reader LOGIN");
    assertThat(read("infra/k8s/consumer.yaml"))
        .contains("{name: event-pipeline-sql-owner, optional: true}");
    assertThat(read("infra/k8s/query.yaml"))
        .contains("{name: event-pipeline-sql-reader, optional: true}");
  }

  private static String service(String compose, String name) {
    return Pattern.compile("\n  " + name + ":\n(?s:.*?)\n\n")
        .matcher(compose)
        .results()
        .map(MatchResult::group)
        .findFirst()
        .orElseThrow();
  }

  private static String name(String value) {
    return value.substring(2, value.indexOf(':'));
  }

  private static String read(String file) throws IOException {
    return Files.readString(TOP.resolve(file));
  }
}
