package io.eventpipeline.consumer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class HandlerMemoryTest {
  private static final Event EVENT = event();

  private static Event event() {
    byte[] json =
        "{\"id\":\"a\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}"
            .getBytes(StandardCharsets.UTF_8);
    return switch (EventReader.event(json, 1)) {
      case Parsed.Valid<Event>(Event valid) -> valid;
      case Parsed.Invalid<Event> invalid -> throw new AssertionError(invalid);
    };
  }

  private static PendingEvent entry(long offset) {
    return PendingEvent.of(new PendingEvent.Record(offset, new byte[1], offset), EVENT);
  }

  @Property(tries = 500)
  void what_was_remembered_and_not_forgotten_is_recalled(@ForAll Random random) {
    HandlerMemory outcomes = new HandlerMemory(new EmissionBudget(new OutcomesSettings(1_000)));
    Map<Long, Verdict> expected = new HashMap<>();
    long from = random.nextInt(1000);
    long forgotten = 0;
    for (int i = 0; i < 300; i++) {
      long offset = from + random.nextInt(60_000);
      if (random.nextInt(40) == 0) {
        forgotten = Math.max(forgotten, from + random.nextInt(50_000));
        outcomes.forgetBefore(forgotten);
      } else if (offset >= forgotten) {
        Verdict verdict =
            random.nextInt(4) > 0
                ? new Verdict.Processed(1)
                : new Verdict.Failed(3, new Failure("E", "e", ""), true);
        PendingEvent entry = entry(offset);
        entry.decide(verdict);
        outcomes.remember(entry);
        expected.put(offset, verdict);
      }
    }
    for (long offset = from; offset < from + 60_000; offset += 7) {
      PendingEvent again = entry(offset);
      outcomes.recall(again);
      if (offset >= forgotten) {
        assertThat(again.outcome()).as("offset %s", offset).isEqualTo(expected.get(offset));
      }
    }
  }

  @Property(tries = 1)
  void beyond_the_budget_the_oldest_result_with_emissions_is_forgotten_whole() {
    EmissionBudget budget = new EmissionBudget(new OutcomesSettings(100));
    HandlerMemory outcomes = new HandlerMemory(budget);
    remember(outcomes, 1, new Verdict.Processed(2));
    for (int offset = 2; offset <= 4; offset++) {
      remember(outcomes, offset, emitting(40));
    }
    assertThat(recalled(outcomes, 1)).isEqualTo(new Verdict.Processed(2));
    assertThat(recalled(outcomes, 2)).isNull();
    assertThat(recalled(outcomes, 3)).isEqualTo(emitting(40));
    outcomes.forgetBefore(10);
    remember(outcomes, 11, emitting(99));
    assertThat(recalled(outcomes, 11)).as("forgetting gives back").isEqualTo(emitting(99));
  }

  private static Verdict emitting(int bytes) {
    return new Verdict.Processed(1, List.of(new Emission("push", "x".repeat(bytes))));
  }

  private static void remember(HandlerMemory outcomes, long offset, Verdict verdict) {
    PendingEvent entry = entry(offset);
    entry.decide(verdict);
    outcomes.remember(entry);
  }

  private static @Nullable Verdict recalled(HandlerMemory outcomes, long offset) {
    PendingEvent again = entry(offset);
    outcomes.recall(again);
    return again.outcome();
  }

  @Property(tries = 1)
  void what_was_never_run_is_not_remembered() {
    HandlerMemory outcomes = new HandlerMemory(new EmissionBudget(new OutcomesSettings(1_000)));
    outcomes.remember(entry(5));
    PendingEvent again = entry(5);
    outcomes.recall(again);
    assertThat(again.outcome()).isNull();
  }
}
