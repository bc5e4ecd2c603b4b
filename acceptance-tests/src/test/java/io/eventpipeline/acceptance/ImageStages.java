package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads infra/docker/Dockerfile. */
final class ImageStages {
  private static final Path FILE = Path.of("..", "infra", "docker", "Dockerfile");

  private ImageStages() {}

  /** The instructions of one image alone, without those of the stages that it begins from. */
  static String of(String target) throws IOException {
    List<String> stages =
        Arrays.stream(Files.readString(FILE).split("(?m)^(?=FROM )"))
            .filter(stage -> stage.lines().findFirst().orElseThrow().endsWith(" AS " + target))
            .toList();
    assertThat(stages).as(target).hasSize(1);
    return stages.getFirst();
  }
}
