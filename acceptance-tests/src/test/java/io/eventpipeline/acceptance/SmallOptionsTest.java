package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each service has options for little memory, and infra/docker/small.yml puts them to use. */
class SmallOptionsTest {
  private static final Path TOP = Path.of("..");

  @ParameterizedTest
  @CsvSource({
    "ingest, ingest-function",
    "consumer, consumer-service",
    "push-worker, push-worker",
    "query, query-service",
    "admin-dashboard, admin-dashboard"
  })
  void containers_get_them_and_less_memory(String service, String module) throws IOException {
    int heap = number(read(module + "/jvm-small.options"), "(?m)^-Xmx(\\d+)m$");
    assertThat(heap).isLessThan(number(read(module + "/jvm.options"), "(?m)^-Xmx(\\d+)m$"));
    String small = section(read("infra/docker/small.yml"), service);
    assertThat(small).contains("\"./%s/jvm-small.options:/app/jvm.options:ro\"".formatted(module));
    int memory = number(small, "mem_limit: (\\d+)m");
    assertThat(memory)
        .isGreaterThan(heap * 5 / 3)
        .isLessThan(number(section(read("docker-compose.yml"), service), "mem_limit: (\\d+)m"));
  }

  private static String section(String yaml, String service) {
    Matcher found = Pattern.compile("\n  " + service + ":\n((?:    .*\n|\n)+)").matcher(yaml);
    assertThat(found.find()).as(service).isTrue();
    return found.group(1);
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
