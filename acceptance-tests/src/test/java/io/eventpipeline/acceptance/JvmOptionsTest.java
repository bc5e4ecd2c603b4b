package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each service has one file of JVM options, and it fits the containers that the files ask for. */
class JvmOptionsTest {
  private static final Path TOP = Path.of("..");

  /** Variables that hand options to a JVM. */
  private static final Pattern OVERRIDES =
      Pattern.compile("JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|JAVA_OPTS");

  @ParameterizedTest
  @CsvSource({
    "ingest, ingest-function",
    "consumer, consumer-service",
    "push-worker, push-worker",
    "query-service, query-service",
    "admin-dashboard, admin-dashboard"
  })
  void the_image_takes_its_options_from_the_file_alone(String target, String module)
      throws IOException {
    String image = ImageStages.of(target);
    assertThat(image)
        .contains("COPY " + module + "/jvm.options ./", "ENTRYPOINT [\"java\", \"@jvm.options\",")
        .doesNotContain("-XX", "-Xm", "--enable-native-access");
    assertThat(read(".dockerignore")).contains("!" + module + "/jvm.options\n");
  }

  /** Beside the heap live code, classes, threads' stacks and the buffers of network and Kafka. */
  @ParameterizedTest
  @CsvSource({
    "ingest, ingest-function, 384",
    "consumer, consumer-service, 512",
    "push, push-worker, 256",
    "query, query-service, 256",
    "admin, admin-dashboard, 256"
  })
  void the_heap_is_at_most_three_fifths_of_the_containers_memory(
      String name, String module, int container) throws IOException {
    int heap = number(read(module + "/jvm.options"), "(?m)^-Xmx(\\d+)m$");
    assertThat(heap).isLessThanOrEqualTo(container * 3 / 5);
    assertThat(
            number(
                read("docker-compose.yml"),
                "event-pipeline/" + name + "(?s:.*?)mem_limit: (\\d+)m"))
        .isEqualTo(container);
    assertThat(number(read("infra/k8s/" + name + ".yaml"), "limits: \\{memory: (\\d+)Mi}"))
        .isEqualTo(container);
  }

  /** Then containers run with the options of ./pipeline up and of the bench. */
  @Test
  void nothing_beside_the_image_changes_the_options() throws IOException {
    for (String stage : List.of("base", "service")) {
      assertThat(ImageStages.of(stage)).doesNotContainPattern(OVERRIDES);
    }
    for (String file : List.of("docker-compose.yml", "infra/docker/from-source.yml")) {
      assertThat(read(file))
          .as(file)
          .doesNotContainPattern(OVERRIDES)
          .doesNotContainPattern("(?m)^ *entrypoint:");
    }
    try (Stream<Path> files = Files.list(TOP.resolve("infra/k8s"))) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern(OVERRIDES)
            .doesNotContainPattern("(?m)^ *(command|args):");
      }
    }
  }

  private static int number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private static String read(String file) throws IOException {
    return Files.readString(TOP.resolve(file));
  }
}
