package io.eventpipeline.local.command;

import static io.eventpipeline.local.command.UpIT.assertRefused;
import static io.eventpipeline.local.command.UpIT.commandLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --watch} restarts what changes. A program stands in for Maven and notes its calls. */
class UpWatchIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String JAR = "ingest-function/target/ingest-function.jar";

  /**
   * Fails if there is a file {@code broken}. On {@code package} it copies the jar, or leaves an
   * empty one if there is a file {@code empty}.
   */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$*" >>calls
      if [ -f broken ]; then echo "[ERROR] Api.java:[3] ';' expected"; exit 1; fi
      case "$*" in
        *package) if [ -f empty ]; then : >%1$s; else cp kept.jar %1$s; fi ;;
      esac
      """
          .formatted(JAR);

  private @TempDir Path dir;

  @BeforeEach
  void build() throws IOException {
    Checkout.in(dir);
    Files.copy(dir.resolve(JAR), dir.resolve("kept.jar"));
    Path maven = Files.createDirectories(dir.resolve("bin")).resolve("mvn");
    Files.writeString(maven, MAVEN);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it looks into /proc")
  void changed_sources_are_built_and_changed_jars_are_taken_by_their_service_alone()
      throws Exception {
    try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
        CommandProcess up = up(kafka).awaitSaid("watching ")) {
      ProcessHandle ingest = up.child("ingest-function");
      ProcessHandle consumer = up.child("consumer-service");
      change("ingest-function", "class Api {}");
      awaitReady(up, "ingest", 2);
      assertThat(ingest.isAlive()).isFalse();
      assertThat(consumer.isAlive()).isTrue();
      assertThat(calls())
          .containsExactly("-pl ingest-function -am compile", "-pl ingest-function -am package");

      Files.createDirectory(dir.resolve("handlers"));
      Files.writeString(dir.resolve("handlers/team.jar"), "");
      awaitReady(up, "consumer", 2);
      assertThat(consumer.isAlive()).isFalse();
      assertThat(commandLine(up.child("consumer-service"))).contains("handlers/team.jar");
      assertThat(calls()).as("nothing to build").hasSize(2);

      change("service-runtime", "class Shared {}");
      awaitReady(up, "ingest", 3);
      awaitReady(up, "consumer", 3);
      assertThat(calls().getLast())
          .contains("consumer-service,event-contract,ingest-function", "service-runtime");
      end(up);
    }
  }

  @Test
  void a_service_runs_on_while_its_sources_are_broken_and_starts_again_once_they_are_mended()
      throws Exception {
    try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
        CommandProcess up = up(kafka).awaitSaid("watching ")) {
      ProcessHandle ingest = up.child("ingest-function");
      Files.createFile(dir.resolve("broken"));
      change("ingest-function", "class Api {");
      up.awaitSaid("nothing is restarted, because the build failed");
      up.awaitSaid("Api.java:[3] ';' expected");
      assertThat(ingest.isAlive()).isTrue();

      Files.delete(dir.resolve("broken"));
      Files.createFile(dir.resolve("empty"));
      change("ingest-function", "class Api { }");
      up.awaitSaid("the ingest starts again after the next change");
      assertThat(up.process().isAlive()).isTrue();

      Files.delete(dir.resolve("empty"));
      change("ingest-function", "class Api {  }");
      awaitReady(up, "ingest", 2);
      end(up);
    }
  }

  @Test
  void without_maven_it_is_refused() throws Exception {
    Map<String, String> noMaven = Map.of("PATH", dir.resolve("nothing").toString());
    try (CommandProcess up = CommandProcess.start(noMaven, dir, args("--watch"))) {
      assertRefused(up, "--watch builds with Maven", "PATH");
    }
  }

  private void change(String module, String source) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(module).resolve("src/main/java"));
    Files.writeString(folder.resolve("Api.java"), source);
  }

  private static void awaitReady(CommandProcess up, String service, int times) throws Exception {
    Pattern ready = Pattern.compile("the " + service + " is ready");
    await().atMost(PATIENCE).until(() -> ready.matcher(up.output()).results().count() == times);
    up.awaitSaid(service); // learns of the new processes
  }

  /** What Maven was called with, from the modules on. */
  private List<String> calls() throws IOException {
    return Files.readAllLines(dir.resolve("calls")).stream()
        .map(line -> line.substring(line.indexOf("-pl ")))
        .toList();
  }

  private CommandProcess up(LocalKafka kafka) throws IOException {
    String path = dir.resolve("bin") + File.pathSeparator + System.getenv("PATH");
    String[] args = args("--watch", "--only", "core", "--kafka", kafka.bootstrapServers());
    return CommandProcess.start(Map.of("PATH", path), dir, args);
  }

  private static String[] args(String... more) {
    List<String> args = new ArrayList<>(List.of("up"));
    for (String option : List.of("--port", "--consumer-port", "--redis-port", "--push-port")) {
      args.addAll(List.of(option, "" + FreePort.find()));
    }
    for (String option : List.of("--query-port", "--admin-port", "--admin-health-port")) {
      args.addAll(List.of(option, "" + FreePort.find()));
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static void end(CommandProcess up) throws InterruptedException {
    up.process().destroy();
    assertThat(up.awaitEnd()).isZero();
  }
}
