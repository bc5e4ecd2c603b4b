package io.eventpipeline.local.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds modules with Maven, without tests. One thread.
 *
 * @param log of its output
 */
record MavenBuild(Path log) {
  private static final String MAVEN = "mvn";
  private static final int MOST_ERRORS = 25;

  /** Maven's general advice, which helps nobody here. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "\\[ERROR] *(?:$|-> \\[Help|\\[Help|Re-run Maven|To see the full stack|For more"
              + " information|After correcting|mvn <args>).*");

  /**
   * @throws IllegalStateException saying what to do, if there is no Maven
   */
  static void requireMaven() {
    boolean found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, MAVEN)));
    if (!found) {
      throw new IllegalStateException("--watch builds with Maven: put mvn on the PATH");
    }
  }

  /**
   * Runs Maven up to a phase, for the modules and what they need of this project.
   *
   * @return whether that succeeded
   */
  boolean run(String phase, Collection<String> modules) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(MAVEN, "-B", "-ntp", "-q", "-DskipTests"));
    command.addAll(List.of("-Dformat.skip=true", "-pl"));
    command.add(modules.stream().sorted().collect(Collectors.joining(",")));
    command.addAll(List.of("-am", phase));
    Files.createDirectories(log.toAbsolutePath().getParent());
    Process maven =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return maven.waitFor() == 0;
    } finally {
      maven.destroy();
    }
  }

  /** What the latest run reported, at most 25 lines. */
  String errors() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith("[ERROR]") && !ADVICE.matcher(line).matches())
        .limit(MOST_ERRORS)
        .collect(Collectors.joining("\n"));
  }
}
