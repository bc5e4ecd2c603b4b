package io.eventpipeline.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code pipeline} in a folder that looks built; programs stand in for java and mvn. */
class PipelineScriptTest {
  private static final List<String> MODULES =
      List.of(
          "ingest-function",
          "consumer-service",
          "projections",
          "push-worker",
          "query-service",
          "admin-dashboard",
          "local-stack");

  private @TempDir Path temporary;
  private Path dir;

  private record Said(int status, String text) {}

  @BeforeEach
  void build() throws IOException {
    dir = temporary.toRealPath();
    for (String module : MODULES) {
      Files.createDirectories(dir.resolve(module).resolve("target/lib"));
      Files.writeString(jar(module), "");
    }
    Files.createDirectories(dir.resolve("local-stack/target/broker"));
    Files.copy(Path.of("../pipeline"), dir.resolve("pipeline"));
    program("scripts/jdk25", "echo " + dir.resolve("jdk"));
    program("jdk/bin/java", "echo java \"$@\"; env");
    program("bin/mvn", "echo mvn \"$@\"; exit 1");
    for (String folder : List.of("ingest-function/src/main", "testbed/fake-fcm/src/main")) {
      Files.createDirectories(dir.resolve(folder));
    }
    Files.writeString(dir.resolve("pom.xml"), "");
    Files.setLastModifiedTime(dir.resolve("pom.xml"), FileTime.from(Instant.EPOCH));
  }

  @Test
  void up_takes_settings_from_the_file_env_unless_the_shell_has_them() throws Exception {
    Files.writeString(
        dir.resolve(".env"),
        """
        # a comment
        #ORDER_HISTORY=7
        ORDER_GAP_TIMEOUT=1s
        RETRY_DELAYS="1s, 2s"
        WEBHOOK_SECRET='a # in it'
        QUOTED_AND_NOTED="x y" # it's a "note"
        SINGLE_AND_NOTED='x # y'  # it's a note
        HANDLER_QUOTES="say \\"hi\\""
        REPLAY_RATE=5   # a second
        OUTBOX_RULES_0_BODY=Order {payload.order_id} placed by {userId}
        FIREBASE_PRIVATE_KEY=-----BEGIN-----\\nabc=\\n
        TOPIC_PARTITIONS=4
        HANDLER_ACCEPT_TYPES=
        LAST=line\
        """);
    Said said = pipeline(Map.of("TOPIC_PARTITIONS", "2"), "up", "--only", "core");
    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text().lines())
        .contains(
            "ORDER_GAP_TIMEOUT=1s",
            "RETRY_DELAYS=1s, 2s",
            "WEBHOOK_SECRET=a # in it",
            "QUOTED_AND_NOTED=x y",
            "SINGLE_AND_NOTED=x # y",
            "HANDLER_QUOTES=say \\\"hi\\\"",
            "REPLAY_RATE=5",
            "OUTBOX_RULES_0_BODY=Order {payload.order_id} placed by {userId}",
            "FIREBASE_PRIVATE_KEY=-----BEGIN-----\\nabc=\\n",
            "TOPIC_PARTITIONS=2",
            "HANDLER_ACCEPT_TYPES=",
            "LAST=line")
        .noneMatch(line -> line.startsWith("ORDER_HISTORY="));
    assertThat(pipeline(Map.of(), "replay", "some-id").text().lines())
        .as("commands for operators take them too")
        .anyMatch(line -> line.endsWith("AdminCommand replay some-id"))
        .contains("TOPIC_PARTITIONS=4");
  }

  @Test
  void nothing_is_built_while_a_consumer_runs_from_the_jars() throws Exception {
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Path source = dir.resolve("ingest-function/src/main/Api.java");
    Files.setLastModifiedTime(Files.writeString(source, "class Api {}"), later);
    Process consumer = new ProcessBuilder("tail", "-f", jar("consumer-service").toString()).start();
    try {
      for (String command : List.of("up", "train", "bench", "test")) {
        Said said = pipeline(Map.of(), command);
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.text()).as(command).contains("stop it first").doesNotContain("mvn -B");
      }
      assertThat(pipeline(Map.of(), "replay", "some-id").text())
          .as("the jars that run will do")
          .contains("AdminCommand replay some-id");
    } finally {
      consumer.destroyForcibly().waitFor();
    }
    assertThat(pipeline(Map.of(), "test").text()).contains("mvn -B");
  }

  @Test
  void a_folder_is_built_once_at_a_time_and_help_builds_nothing() throws Exception {
    Files.delete(jar("push-worker"));
    Path builder = Files.createDirectories(dir.resolve(".pipeline")).resolve("build.pid");
    Files.writeString(builder, ProcessHandle.current().pid() + "\n");
    Said second = pipeline(Map.of(), "up");
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.text())
        .contains("is being built already by process")
        .doesNotContain("mvn -B");
    assertThat(pipeline(Map.of(), "up", "--help").text()).contains("local-stack.jar up --help");
    assertThat(pipeline(Map.of(), "replay", "--help").text())
        .contains("AdminCommand replay --help");

    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.writeString(builder, ended.pid() + "\n");
    assertThat(pipeline(Map.of(), "up").text()).as("that builder was killed").contains("mvn -B");
    assertThat(builder).as("after the build").doesNotExist();
  }

  @Test
  void a_build_that_is_stopped_does_not_lock_the_folder() throws Exception {
    Files.delete(jar("push-worker"));
    program("bin/mvn", "echo '[INFO] Building Event Pipeline: API 1 [1/7]'; exec sleep 600");
    Path builder = dir.resolve(".pipeline/build.pid");
    Process up = start(Map.of(), "up");
    try (BufferedReader said = up.inputReader()) {
      assertThat(said.lines().anyMatch("building [1/7] API"::equals)).isTrue();
      assertThat(builder).content().isEqualTo(up.pid() + "\n");
      up.toHandle().destroy();
      assertThat(said.lines()).contains("pipeline: the build was stopped");
      assertThat(up.waitFor()).isEqualTo(130);
      assertThat(builder).doesNotExist();
    } finally {
      up.destroyForcibly();
    }
  }

  private Path jar(String module) {
    return dir.resolve(module).resolve("target").resolve(module + ".jar");
  }

  private void program(String name, String line) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Said pipeline(Map<String, String> env, String... args) throws Exception {
    Process process = start(env, args);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private Process start(Map<String, String> env, String... args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("./pipeline");
    builder.command().addAll(List.of(args));
    builder.directory(dir.toFile()).redirectErrorStream(true);
    builder.environment().putAll(env);
    builder
        .environment()
        .merge("PATH", dir.resolve("bin") + File.pathSeparator, (path, bin) -> bin + path);
    return builder.start();
  }
}
