package io.eventpipeline.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.StackProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanProcessesTest {
  private final List<Process> all = new ArrayList<>();
  private @TempDir Path dir;
  private Path file;
  private OrphanProcesses orphans;

  @BeforeEach
  void noted() {
    file = dir.resolve("children");
    orphans = new OrphanProcesses(file);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : all) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void one_that_still_runs_is_not_forgotten() throws Exception {
    Process ended = sleep("one that ended");
    Process running = sleep("one that runs");
    ended.destroyForcibly().waitFor();
    orphans.forget();
    assertThat(file).content().contains("one that runs").doesNotContain("one that ended");
    orphans.endAll(new Progress());
    assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(file).doesNotExist();
  }

  /** Linux derives start times from the time of its boot, which a clock that is set moves. */
  @Test
  void one_is_known_again_after_the_clock_was_set_by_seconds() throws Exception {
    Process running = sleep("one that runs");
    moveStarts(-2000);
    orphans.endAll(new Progress());
    assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void another_process_that_got_the_id_is_left_alone() throws Exception {
    Process other = sleep("one that ended");
    moveStarts(-60_000);
    orphans.endAll(new Progress());
    assertThat(other.isAlive()).isTrue();
    assertThat(file).doesNotExist();
  }

  private Process sleep(String name) throws IOException {
    Process process = new ProcessBuilder("sleep", "600").start();
    all.add(process);
    orphans.note(new Sleep(name, process));
    return process;
  }

  private void moveStarts(long millis) throws IOException {
    String[] noted = Files.readString(file).split(" ", 3);
    long start = Long.parseLong(noted[1]) + millis;
    Files.writeString(file, String.join(" ", noted[0], "" + start, noted[2]));
  }

  private record Sleep(String name, Process process) implements StackProcess {
    @Override
    public String tail() {
      return "";
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
