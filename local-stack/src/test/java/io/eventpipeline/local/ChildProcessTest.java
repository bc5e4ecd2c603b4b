package io.eventpipeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.ChildProcess.Yields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "it looks into /proc")
class ChildProcessTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final List<String> SLEEP = List.of("sleep", "60");

  private @TempDir Path dir;

  @Test
  void a_process_that_yields_is_the_command_itself_with_what_it_was_given() {
    ChildProcess child =
        ChildProcess.start(
            "shell",
            List.of("sh", "-c", "echo \"$0 $A\"", "b c"),
            Map.of("A", "d"),
            log(),
            Yields.TO_ALL);
    await().atMost(SOON).until(() -> !child.process().isAlive());
    assertThat(child.process().exitValue()).isZero();
    assertThat(child.tail()).isEqualTo("b c d");
  }

  @Test
  void what_an_earlier_run_said_is_not_its_output() throws IOException {
    Files.writeString(log(), "error of the run before\n");
    ChildProcess child =
        ChildProcess.start("shell", List.of("sh", "-c", "echo now"), Map.of(), log());
    await().atMost(SOON).until(() -> !child.process().isAlive());
    assertThat(child.output()).isEqualTo("now\n");
    assertThat(child.tail()).isEqualTo("now");
    ChildProcess silent = ChildProcess.start("true", List.of("true"), Map.of(), log());
    await().atMost(SOON).until(() -> !silent.process().isAlive());
    assertThat(silent.tail()).startsWith("(no output since its start").contains("" + log());
  }

  @Test
  void a_log_that_was_emptied_meanwhile_is_read_from_its_start() throws IOException {
    Files.writeString(log(), "a long line of the run before\n");
    ChildProcess child = ChildProcess.start("true", List.of("true"), Map.of(), log());
    await().atMost(SOON).until(() -> !child.process().isAlive());
    Files.writeString(log(), "short\n");
    assertThat(child.tail()).isEqualTo("short");
  }

  @Test
  void a_process_that_has_ended_is_not_ready_whoever_answers_at_its_port() {
    ChildProcess child =
        ChildProcess.start(
            "shell", List.of("sh", "-c", "echo address in use; exit 3"), Map.of(), log());
    await().atMost(SOON).until(() -> !child.process().isAlive());
    assertThatThrownBy(() -> child.await(() -> true, SOON))
        .hasMessageContainingAll("shell ended with status 3", "address in use");
  }

  @Test
  void its_log_is_its_owners_alone() throws IOException {
    ChildProcess child = ChildProcess.start("true", List.of("true"), Map.of(), log());
    await().atMost(SOON).until(() -> !child.process().isAlive());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log())))
        .isEqualTo("rw-------");
  }

  @Test
  void none_outlives_a_process_that_goes_on_starting_them_while_it_ends() throws Exception {
    String seconds = "600." + ProcessHandle.current().pid();
    List<String> command = JavaCommand.begin();
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), StartsToTheEnd.class.getName()));
    command.addAll(List.of(log().toString(), seconds));
    Process starter = new ProcessBuilder(command).start();
    try {
      await().atMost(SOON).until(() -> sleepers(seconds).count() >= 5);
      starter.destroy();
      assertThat(starter.waitFor(1, TimeUnit.MINUTES)).isTrue();
      await().atMost(SOON).until(() -> sleepers(seconds).findAny().isEmpty());
    } finally {
      starter.destroyForcibly();
      sleepers(seconds).forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Stream<ProcessHandle> sleepers(String seconds) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("sleep"))
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .filter(all -> List.of(all).contains(seconds))
                    .isPresent());
  }

  /** Starts sleeping processes until it ends. */
  static final class StartsToTheEnd {
    public static void main(String[] args) {
      while (true) {
        ChildProcess.start("sleep", List.of("sleep", args[1]), Map.of(), Path.of(args[0]));
      }
    }
  }

  @ParameterizedTest
  @EnabledIf("hasSessions")
  @CsvSource({"TO_REDIS, 5", "TO_ALL, 10"})
  void it_yields_to_others_and_nobody_else_does(Yields yields, int nice) {
    ChildProcess yielding = ChildProcess.start("sleep", SLEEP, Map.of(), log(), yields);
    ChildProcess other = ChildProcess.start("sleep", SLEEP, Map.of(), log());
    try {
      await().atMost(SOON).until(() -> isSleep(yielding) && isSleep(other));
      int own = nice(ProcessHandle.current().pid());
      assertThat(nice(other.process().pid())).isEqualTo(own);
      assertThat(nice(yielding.process().pid())).isEqualTo(Math.min(19, own + nice));
      assertThat(session(other.process().pid())).endsWith("nice 0");
      assertThat(session(yielding.process().pid())).endsWith("nice " + nice);
    } finally {
      yielding.kill();
      other.kill();
    }
  }

  static boolean hasSessions() {
    return Files.exists(Path.of("/proc/self/autogroup"))
        && Files.exists(Path.of("/usr/bin/setsid"));
  }

  private Path log() {
    return dir.resolve("log");
  }

  private static boolean isSleep(ChildProcess child) {
    return read(child.process().pid(), "cmdline").startsWith("sleep");
  }

  private static int nice(long pid) {
    String all = read(pid, "stat");
    return Integer.parseInt(all.substring(all.lastIndexOf(')') + 2).split(" ")[16]);
  }

  /** What counts among sessions, as the kernel says it. */
  private static String session(long pid) {
    return read(pid, "autogroup").strip();
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", "" + pid, file));
    } catch (IOException e) {
      return "";
    }
  }
}
