package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The images, built from jars of this folder or from its sources, are the same. */
class ImageFilesTest {
  private static final Path TOP = Path.of("..");
  private static final Pattern COPIED = Pattern.compile("/build/((\\S+)/target/\\S+)");
  private static final Pattern TARGET =
      Pattern.compile("infra/docker/Dockerfile, target: ([a-z-]+)}");
  private static final List<String> TARGETS =
      List.of("ingest", "consumer", "push-worker", "query-service", "admin-dashboard", "simulator");

  @Test
  void compose_builds_each_image_and_from_source_each_of_them() throws IOException {
    assertThat(found(TARGET, read("docker-compose.yml"))).isEqualTo(TARGETS);
    assertThat(found(Pattern.compile("(?m)^  ([a-z-]+): \\*from-source$"), fromSource()))
        .isEqualTo(servicesThatAreBuilt());
    assertThat(fromSource()).contains("BUILDER: maven:3.9-eclipse-temurin-25\n");
  }

  private static List<String> servicesThatAreBuilt() throws IOException {
    return found(
        Pattern.compile("\n  ([a-z-]+):\n(?:(?!\n\n)(?s:.))*?\n    build: "),
        read("docker-compose.yml"));
  }

  private static String fromSource() throws IOException {
    return read("infra/docker/from-source.yml");
  }

  @Test
  void what_images_copy_is_in_the_build_context_and_is_built() throws IOException {
    String ignored = read(".dockerignore");
    List<String> built =
        Arrays.asList(
            found(Pattern.compile("modules=(\\S+)"), read("infra/docker/build-jars"))
                .getFirst()
                .split(","));
    // What the others depend on, Maven builds too.
    List<String> known = List.of("event-contract", "service-runtime");
    for (String target : TARGETS) {
      String image = ImageStages.of(target);
      assertThat(COPIED.matcher(image).results()).as(target).isNotEmpty();
      COPIED
          .matcher(image)
          .results()
          .forEach(
              copied -> {
                assertThat(ignored.lines()).contains("!" + copied.group(1).replaceAll("/$", ""));
                assertThat(copied.group(2))
                    .matches(module -> built.contains(module) || known.contains(module));
              });
    }
  }

  @Test
  void the_build_context_has_the_project_of_each_module() throws IOException {
    List<String> ignored = read(".dockerignore").lines().toList();
    String modules = read("pom.xml").split("</modules>")[0];
    assertThat(found(Pattern.compile("<module>(.+)</module>"), modules))
        .hasSizeGreaterThan(10)
        // Older engines look only into folders that a line names.
        .allSatisfy(
            module ->
                assertThat(ignored)
                    .anyMatch(
                        line ->
                            List.of("!" + module, "!" + module + "/pom.xml").contains(line)
                                || (!module.contains("/") && line.startsWith("!" + module + "/"))));
  }

  @Test
  void nothing_runs_as_root_and_each_service_is_asked_for_its_health() throws IOException {
    assertThat(ImageStages.of("base")).contains("\nUSER 10001\n");
    assertThat(ImageStages.of("service")).startsWith("FROM base ").contains("CMD [\"healthy\"]");
    for (String target : TARGETS) {
      assertThat(ImageStages.of(target)).doesNotContain("\nUSER ").contains("\nENTRYPOINT [");
    }
    for (String script : List.of("healthy", "build-jars", "admin-password")) {
      assertThat(TOP.resolve("infra/docker").resolve(script)).isExecutable();
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(TOP.resolve(file));
  }
}
