package io.eventpipeline.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.ingest.limit.LimitBatcher.Idle;
import io.eventpipeline.ingest.limit.LimitBatcher.Pause;
import io.eventpipeline.ingest.limit.LimitBatcher.Send;
import io.eventpipeline.ingest.limit.LimitBatcher.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LimitBatcherTest {
  private static final long MS = 1_000_000;
  private static final long START = Long.MAX_VALUE - 3 * MS; // the clock may overflow

  private final LimitBatcher<Integer> batcher = new LimitBatcher<>(START);

  private Step<Integer> ask(int request, long at) {
    return batcher.add(List.of(request), START + at);
  }

  @Test
  void a_lone_request_leaves_at_once() {
    assertThat(ask(1, 0)).isEqualTo(new Send<>(List.of(1)));
    assertThat(batcher.recordAnswer(START + MS)).isEqualTo(new Idle<>());
    assertThat(ask(2, 2 * MS)).isEqualTo(new Send<>(List.of(2)));
    assertThat(batcher.recordAnswer(START + 9 * MS)).isEqualTo(new Idle<>());
    assertThat(ask(3, 9 * MS)).isEqualTo(new Send<>(List.of(3)));
  }

  @Test
  void what_comes_while_an_answer_is_awaited_leaves_together_2_ms_after_the_call() {
    ask(1, 0);
    assertThat(ask(2, MS)).isEqualTo(new Idle<>());
    assertThat(batcher.recordAnswer(START + MS)).isEqualTo(new Pause<>(MS));
    assertThat(ask(3, MS + 1)).isEqualTo(new Idle<>());
    assertThat(batcher.paused(START + 2 * MS)).isEqualTo(new Send<>(List.of(2, 3)));
    assertThat(ask(4, 5 * MS)).isEqualTo(new Idle<>());
    assertThat(batcher.recordAnswer(START + 5 * MS)).isEqualTo(new Send<>(List.of(4)));
  }

  @Test
  void a_request_soon_after_an_answer_keeps_the_distance_too() {
    ask(1, 0);
    batcher.recordAnswer(START + MS / 2);
    assertThat(ask(2, MS)).isEqualTo(new Pause<>(MS));
    assertThat(batcher.paused(START + 2 * MS)).isEqualTo(new Send<>(List.of(2)));
  }

  @Test
  void many_requests_need_no_distance() {
    ask(0, 0);
    batcher.recordAnswer(START + 1);
    assertThat(ask(1, 1)).isEqualTo(new Pause<>(2 * MS - 1));
    assertThat(batcher.add(Collections.nCopies(22, 7), START + 1)).isEqualTo(new Idle<>());
    assertThat(ask(2, 1)).isInstanceOf(Send.class);
    assertThat(batcher.paused(START + 2 * MS)).isEqualTo(new Idle<>());
  }

  @Test
  void many_requests_leave_as_soon_as_the_answer_is_here() {
    ask(0, 0);
    assertThat(batcher.add(Collections.nCopies(24, 7), START)).isEqualTo(new Idle<>());
    assertThat(batcher.recordAnswer(START)).isEqualTo(new Send<>(Collections.nCopies(24, 7)));
  }

  @Property
  void each_request_leaves_once_in_its_turn_and_none_is_forgotten(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 4_000_000) Integer> gaps,
      @ForAll @IntRange(max = 5_000_000) int answerTakes) {
    Simulation simulation = new Simulation(gaps, answerTakes);
    while (simulation.left.size() < gaps.size()) {
      simulation.runNext();
    }
    assertThat(simulation.left).isSorted().doesNotHaveDuplicates();
  }

  /** Requests at intervals, and a Redis that takes a while to answer. */
  private static final class Simulation {
    private static final long NEVER = Long.MAX_VALUE;

    final List<Integer> left = new ArrayList<>();
    private final LimitBatcher<Integer> batcher = new LimitBatcher<>(0);
    private final List<Integer> gaps;
    private final int answerTakes;
    private long now;
    private long lastLeft = -MS * 2;
    private long answerAt = NEVER;
    private long pauseEnds = NEVER;
    private int asked;

    Simulation(List<Integer> gaps, int answerTakes) {
      this.gaps = gaps;
      this.answerTakes = answerTakes;
    }

    void runNext() {
      long askAt = asked < gaps.size() ? now + gaps.get(asked) : NEVER;
      now = Math.min(askAt, Math.min(answerAt, pauseEnds));
      assertThat(now).as("something is going to happen").isLessThan(NEVER);
      boolean paused = now == pauseEnds;
      switch (step(paused)) {
        case Send<Integer>(List<Integer> batch) -> check(batch, paused);
        case Pause<Integer>(long nanos) -> {
          assertThat(pauseEnds).as("one pause at a time").isEqualTo(NEVER);
          assertThat(nanos).isBetween(1L, 2 * MS);
          pauseEnds = now + nanos;
        }
        case Idle<Integer>() -> {}
      }
    }

    private Step<Integer> step(boolean paused) {
      if (paused) {
        pauseEnds = NEVER;
        return batcher.paused(now);
      }
      if (now == answerAt) {
        answerAt = NEVER;
        return batcher.recordAnswer(now);
      }
      return batcher.add(List.of(asked++), now);
    }

    private void check(List<Integer> batch, boolean paused) {
      assertThat(answerAt).as("no other call is under way").isEqualTo(NEVER);
      assertThat(paused || batch.size() >= 24 || now - lastLeft >= 2 * MS).isTrue();
      left.addAll(batch);
      lastLeft = now;
      answerAt = now + answerTakes;
    }
  }
}
