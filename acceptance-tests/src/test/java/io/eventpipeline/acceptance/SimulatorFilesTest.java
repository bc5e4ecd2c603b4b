package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.command.Simulate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files that run the simulator in a container fit one another. */
class SimulatorFilesTest {
  private static final Path TOP = Path.of("..");
  private static final Pattern COPIED = Pattern.compile("local-stack/target/\\S+");

  @Test
  void the_image_runs_the_command_and_its_jars_are_in_the_build_context() throws IOException {
    String image = ImageStages.of("simulator");
    assertThat(image).startsWith("FROM base ").contains("\"" + Simulate.class.getName() + "\"]");
    List<String> copied = COPIED.matcher(image).results().map(each -> each.group()).toList();
    assertThat(copied).hasSize(3);
    assertThat(read(".dockerignore").lines())
        .containsAll(copied.stream().map("!"::concat).toList());
  }

  @Test
  void compose_starts_it_only_when_asked_to_and_with_room_around_its_heap() throws IOException {
    assertThat(ImageStages.of("simulator")).contains("\"-Xmx32m\"");
    assertThat(read("docker-compose.yml"))
        .containsPattern("image: event-pipeline/simulator\n(?s:.*?)profiles: \\[demo]")
        .containsPattern("event-pipeline/simulator\n(?s:[^\n]|\n(?!\n))*mem_limit: 128m");
  }

  private static String read(String file) throws IOException {
    return Files.readString(TOP.resolve(file));
  }
}
