package io.eventpipeline.admin.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersIT {
  private static final Duration STALE = Duration.ofMinutes(2);
  private static final int MANY = 100_000;

  @TempDir Path dir;
  private AdminRig rig;

  @BeforeEach
  void start() {
    rig = new AdminRig(dir);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_scan_finds_what_fits_in_the_order_of_the_queue() {
    for (int i = 0; i < 1_200; i++) {
      rig.fail("e-" + i, i % 3 == 0 ? "ann" : "bob", i % 2 == 0 ? "a" : "b", "Boom");
    }
    List<String> found = new ArrayList<>();
    List<Long> looked = new ArrayList<>();
    rig.letters.scan(
        new DeadLetterFilter("Boom", "a", "ann", null, null, 3),
        (now, all, fits) -> looked.add(now),
        found::addAll);
    assertThat(found).hasSize(200).startsWith("e-0", "e-6").endsWith("e-1194");
    assertThat(looked).containsExactly(500L, 1000L, 1200L);
    assertThat(rig.commands().keys("replay:scan:*")).isEmpty();
  }

  @Test
  void a_filter_compares_times_and_attempts() {
    rig.fail("e-1", "ann", "a", "Boom");
    rig.commands().hset("dlq:e-1", Map.of("queuedAt", "1000", "attempts", "3"));
    assertThat(count(new DeadLetterFilter(null, null, null, 1000L, 1001L, 3))).isEqualTo(1);
    assertThat(count(new DeadLetterFilter(null, null, null, 1001L, null, 0))).isZero();
    assertThat(count(new DeadLetterFilter(null, null, null, null, 1000L, 0))).isZero();
    assertThat(count(new DeadLetterFilter(null, null, null, null, null, 4))).isZero();
  }

  @Test
  void a_scan_of_many_keeps_redis_free() {
    load(MANY);
    rig.commands().configResetstat();
    assertThat(count(new DeadLetterFilter("Boom", null, null, null, null, 0))).isEqualTo(MANY / 2);
    // The mean, because a busy machine may stop Redis within any single call.
    assertThat(meanMicros("evalsha")).isPositive().isLessThan(5_000);
    assertThat(meanMicros("copy")).isPositive().isLessThan(20_000);
  }

  /** What Redis says of one command. */
  private double meanMicros(String command) {
    Matcher stat =
        Pattern.compile("cmdstat_" + command + ":.*?usec_per_call=([0-9.]+)")
            .matcher(rig.commands().info("commandstats"));
    return stat.find() ? Double.parseDouble(stat.group(1)) : 0;
  }

  /** Half of them failed with Boom. */
  private void load(int count) {
    String script =
        """
        for i = ARGV[1], ARGV[2] do
          local id = string.format('e-%d', i)
          redis.call('RPUSH', KEYS[1], id)
          redis.call('HSET', 'dlq:' .. id, 'eventId', id, 'errorClass', i % 2 == 0 and 'Boom' or 'Other',
            'type', 'a', 'userId', 'ann', 'queuedAt', '1000', 'attempts', '3', 'payload', '{}')
        end
        return 1
        """;
    for (int at = 0; at < count; at += 5_000) {
      Object unused =
          rig.commands()
              .eval(
                  script,
                  io.lettuce.core.ScriptOutputType.INTEGER,
                  new String[] {"dlq:list"},
                  "" + at,
                  "" + (at + 4_999));
    }
  }

  private long count(DeadLetterFilter filter) {
    List<String> found = new ArrayList<>();
    rig.letters.scan(filter, ScanProgress.NONE, found::addAll);
    return found.size();
  }

  @Test
  void every_code_of_a_mark_is_told() {
    for (String id : List.of("free", "marked", "running", "done")) {
      rig.fail(id, "ann", "a", "Boom");
    }
    assertThat(mark("marked", "other.0")).containsExactly(MarkCode.MARKED);
    rig.commands().set("inflight:running", "events:0 1 1 1");
    rig.commands().hset("event:done", "status", "processed");
    List<Mark> marks =
        List.of(
            new Mark("free", "j.0"),
            new Mark("marked", "j.1"),
            new Mark("running", "j.2"),
            new Mark("done", "j.3"),
            new Mark("never", "j.4"));
    assertThat(rig.letters.mark(marks, "ann", STALE, false))
        .containsExactly(
            MarkCode.MARKED,
            MarkCode.REPLAYING,
            MarkCode.RUNNING,
            MarkCode.PROCESSED,
            MarkCode.GONE);
    assertThat(rig.letters.list(0, 10)).startsWith("free").doesNotContain("done");
    rig.requireWholeList();
  }

  @Test
  void what_one_call_does_not_reach_is_asked_alone() {
    load(MANY + 10_000);
    List<Mark> marks = new ArrayList<>();
    for (int i : new int[] {0, 1, 2, MANY + 5_000, MANY + 9_999}) {
      marks.add(new Mark("e-" + i, "j." + i));
    }
    assertThat(rig.letters.mark(marks, "ann", STALE, false)).containsOnly(MarkCode.MARKED);
    assertThat(rig.letters.list(0, 5)).contains("e-0", "e-" + (MANY + 9_999));
    assertThat(rig.letters.size()).isEqualTo(MANY + 10_000);
  }

  @Test
  void a_mark_may_be_repeated_and_taken_back() {
    rig.fail("e-1", "ann", "a", "Boom");
    assertThat(mark("e-1", "j.0")).containsExactly(MarkCode.MARKED);
    assertThat(mark("e-1", "j.0")).containsExactly(MarkCode.MARKED);
    assertThat(rig.letters.unmark(List.of(new Mark("e-1", "k.0")))).isZero();
    assertThat(rig.letters.unmark(List.of(new Mark("e-1", "j.0")))).isEqualTo(1);
    assertThat(mark("e-1", "k.0")).containsExactly(MarkCode.MARKED);
  }

  @Test
  void a_purge_leaves_what_runs_or_is_replayed() {
    for (String id : List.of("free", "marked", "running")) {
      rig.fail(id, "ann", "a", "Boom");
    }
    assertThat(mark("marked", "j.0")).containsExactly(MarkCode.MARKED);
    rig.commands().set("inflight:running", "events:0 1 1 1");
    assertThat(
            new Purge(rig.letters, rig.audit)
                .purge(List.of("free", "marked", "running", "never"), "four", STALE, AdminRig.ANN))
        .containsExactly(PurgeCode.DELETED, PurgeCode.REPLAYING, PurgeCode.RUNNING, PurgeCode.GONE);
    rig.requireWholeList();
    assertThat(rig.letters.list(0, 9)).containsExactlyInAnyOrder("marked", "running");
    var lines = rig.commands().xrange("admin:audit", io.lettuce.core.Range.unbounded());
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).getBody())
        .containsEntry("phase", "intent")
        .containsEntry("action", "purge")
        .containsEntry("by", "ann");
    assertThat(lines.get(1).getBody())
        .containsEntry("phase", "result")
        .containsEntry("op", lines.get(0).getBody().get("op"))
        .containsEntry("outcome", "deleted 1");
  }

  private List<MarkCode> mark(String id, String token) {
    return rig.letters.mark(List.of(new Mark(id, token)), "ann", STALE, false);
  }
}
