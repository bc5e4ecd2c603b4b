package io.eventpipeline.admin.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.local.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as processes, on a Redis without consumers. */
class CommandsIT {
  @TempDir Path dir;
  private AdminRig rig;

  @BeforeEach
  void start() {
    rig = new AdminRig(dir.resolve("redis"));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private CommandProcess run(Map<String, String> env, String... args) throws Exception {
    return CommandProcess.run(dir, env, "", args);
  }

  private CommandProcess run(String... args) throws Exception {
    return run(Map.of("REDIS_URI", rig.server.uri()), args);
  }

  @Test
  void help_needs_no_pipeline() throws Exception {
    for (String command : List.of("replay", "pause", "resume", "stuck")) {
      CommandProcess help = run(Map.of(), command, "--help");
      assertThat(help.status()).isZero();
      assertThat(help.output()).contains("Usage: pipeline " + command).contains("--redis");
    }
  }

  @Test
  void a_redis_that_is_away_is_a_refusal_that_says_what_to_do() throws Exception {
    int nobody = FreePort.find();
    CommandProcess ended = run("pause", "ann", "--redis", "redis://:secret@localhost:" + nobody);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output())
        .contains("no Redis answers at localhost:" + nobody)
        .contains("--redis")
        .doesNotContain("secret")
        .doesNotContain("Exception");
  }

  @Test
  void the_pipeline_of_this_folder_is_found() throws Exception {
    note("redis=" + rig.server.uri().replace(":", "\\:"));
    assertThat(run(Map.of(), "pause", "ann", "--for", "90s", "--why", "bad phone").output())
        .startsWith("paused: ann until 2");
    assertThat(rig.commands().hget("pause:ann", "why")).isEqualTo("bad phone");
    assertThat(rig.commands().hget("pause:ann", "by")).startsWith("cli:");
  }

  private void note(String properties) throws IOException {
    Files.createDirectories(dir.resolve(".pipeline"));
    Files.writeString(dir.resolve(".pipeline/running.properties"), properties);
  }

  @Test
  void a_user_is_paused_and_resumed() throws Exception {
    assertThat(run("resume", "ann"))
        .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
        .satisfies(ended -> assertThat(ended.output()).contains("ann is not paused"));
    assertThat(run("pause", "ann").status()).isZero();
    assertThat(rig.commands().zscore("paused", "ann")).isNotNull();
    assertThat(run("resume", "ann").output()).isEqualTo("resumed: ann\n");
    assertThat(rig.commands().zscore("paused", "ann")).isNull();
  }

  @Test
  void a_pause_has_bounds() throws Exception {
    assertThat(run("pause", "ann", "--for", "25h").status()).isEqualTo(2);
    assertThat(run("pause", " ").status()).isEqualTo(2);
    assertThat(run("pause").status()).isEqualTo(2);
    assertThat(rig.commands().zcard("paused")).isZero();
  }

  @Test
  void many_are_counted_and_not_replayed_without_yes() throws Exception {
    for (int i = 0; i < 30; i++) {
      rig.fail("e-" + i, i < 25 ? "ann" : "bob", "a", "Boom");
    }
    CommandProcess ended = run("replay", "--user", "ann", "--class", "Boom");
    assertThat(ended.status()).isZero();
    assertThat(ended.output())
        .contains("25 dead letters fit class=Boom user=ann")
        .contains("  e-0\n")
        .contains("  e-19\n")
        .doesNotContain("  e-20\n")
        .contains("and 5 more")
        .contains("add --yes to replay them, at most 100 a second");
    assertThat(rig.commands().keys("replay:scan:*")).isEmpty();
    assertThat(rig.letters.tokens(rig.letters.list(0, 30))).containsOnly("");
    assertThat(run("replay", "--type", "none").output())
        .isEqualTo("no dead letter fits type=none\n");
  }

  @Test
  void one_is_refused_before_kafka_is_needed() throws Exception {
    rig.fail("e-1", "ann", "a", "Boom");
    rig.fail("poison~events~0~9", "", "", "InvalidEvent", "no json");
    String kafka = "localhost:" + FreePort.find();
    assertThat(run("replay", "never", "--kafka", kafka))
        .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
        .satisfies(ended -> assertThat(ended.output()).contains("there is no dead letter never"));
    assertThat(run("replay", "e-1", "--payload", "{\"seq\":3}", "--kafka", kafka))
        .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
        .satisfies(ended -> assertThat(ended.output()).contains("/payload/seq must stay absent"));
    assertThat(run("replay", "poison~events~0~9", "--kafka", kafka).output())
        .contains("holds no valid event");
    assertThat(run("replay", "e-1", "--kafka", kafka))
        .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
        .satisfies(ended -> assertThat(ended.output()).contains("check Kafka"));
    assertThat(rig.commands().hget("dlq:e-1", "replayToken")).isNull();
  }

  @Test
  void a_job_is_gone_on_with_unless_it_is_over_or_runs() throws Exception {
    rig.fail("e-1", "ann", "a", "Boom");
    assertThat(run("replay", "--job", "never"))
        .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
        .satisfies(ended -> assertThat(ended.output()).contains("there is no job never"));
    rig.commands()
        .hset(
            "replay:job:j", Map.of("state", "done", "total", "2", "marked", "2", "processed", "2"));
    assertThat(run("replay", "--job", "j"))
        .satisfies(ended -> assertThat(ended.status()).isZero())
        .satisfies(ended -> assertThat(ended.output()).contains("done: 2 of 2 looked at"));
    String later = Long.toString(rig.redis.millis() + 600_000);
    rig.commands().hset("replay:job:j", Map.of("state", "running", "runnerUntil", later));
    assertThat(run("replay", "--job", "j").output()).contains("the job j runs elsewhere");
    assertThat(run("replay", "--job", "j", "--user", "ann").status()).isEqualTo(2);
    rig.commands().hset("replay:job:p", Map.of("state", "ready", "total", "1", "purge", "1"));
    assertThat(run("replay", "--job", "p").output()).contains("the job p purges");
  }

  @Test
  void masked_fields_are_hidden_and_the_mask_is_refused() throws Exception {
    String kafka = "localhost:" + FreePort.find();
    rig.fail("poison~events~0~9", "", "", "InvalidEvent", "{\"password\":\"hunter2\"");
    rig.commands().hset("dlq:poison~events~0~9", "error", "cannot read hunter2");
    Map<String, String> env =
        Map.of("REDIS_URI", rig.server.uri(), "ADMIN_MASKED_FIELDS", "password");
    assertThat(run(env, "replay", "poison~events~0~9", "--kafka", kafka).output())
        .contains("cannot read ***masked***")
        .doesNotContain("hunter2");
    assertThat(run("replay", "e-1", "--payload", "{\"a\":\"***masked***\"}").output())
        .contains("--payload still holds ***masked***");
  }

  @Test
  void contradictions_are_refused() throws Exception {
    assertThat(run("replay").status()).isEqualTo(2);
    assertThat(run("replay", "e-1", "--user", "ann").status()).isEqualTo(2);
    assertThat(run("replay", "--user", "ann", "--payload", "{}").status()).isEqualTo(2);
    assertThat(run("replay", "--user", "ann", "--rate", "-1").status()).isEqualTo(2);
  }
}
