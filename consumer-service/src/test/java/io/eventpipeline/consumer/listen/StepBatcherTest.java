package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.order.Bounds;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventReader;
import io.eventpipeline.contract.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class StepBatcherTest {
  private final Lanes lanes =
      new Lanes(Bounds.of(Duration.ofSeconds(5), 1000), new Quarantine(), entry -> {});
  private final StepBatcher<Step.Claim> gathering = new StepBatcher<>();
  private int users;

  /** To claim one event of one more user. */
  private Step.Claim step() {
    byte[] value =
        "{\"id\":\"e%d\",\"userId\":\"u%1$d\",\"type\":\"t\",\"payload\":{}}"
            .formatted(++users)
            .getBytes(StandardCharsets.UTF_8);
    if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
      lanes.add(PendingEvent.of(new PendingEvent.Record(users, value, 1), event));
    }
    return (Step.Claim) lanes.next();
  }

  @Example
  void the_first_waits_for_nothing() {
    assertThat(gathering.isDue()).isFalse();
    gathering.add(step());
    assertThat(gathering.isDue()).isTrue();
  }

  @Example
  void the_next_ones_gather_while_a_call_is_unanswered() {
    gathering.add(step());
    StepBatch<Step.Claim> first = gathering.take();
    gathering.add(step());
    gathering.add(step());
    assertThat(gathering.isDue()).isFalse();

    gathering.answered(first);

    assertThat(gathering.isDue()).isTrue();
    assertThat(gathering.take().steps()).hasSize(2);
  }

  @Example
  void a_full_call_waits_for_nothing() {
    gathering.add(step());
    gathering.take();
    while (!gathering.isFull()) {
      assertThat(gathering.isDue()).isFalse();
      gathering.add(step());
    }
    assertThat(gathering.isDue()).isTrue();
    assertThat(gathering.size()).isBetween(StepBatcher.FULL, StepBatcher.FULL + 1);
  }

  @Example
  void what_is_given_back_is_not_awaited() {
    gathering.add(step());
    StepBatch<Step.Claim> first = gathering.take();
    gathering.add(step());

    assertThat(gathering.giveBack().steps()).hasSize(1);

    gathering.answered(first);
    gathering.add(step());
    assertThat(gathering.isDue()).isTrue();
    assertThat(gathering.take().steps()).hasSize(1);
  }

  /** True is a step that comes, false an answer to the oldest call. */
  @Property
  void all_leave_in_their_order_and_none_waits_with_no_call_under_way(
      @ForAll @Size(max = 300) List<Boolean> history) {
    StepBatcher<Step.Claim> gathering = new StepBatcher<>(); // the tries share the field
    List<Step> came = new ArrayList<>();
    List<Step> left = new ArrayList<>();
    Deque<StepBatch<Step.Claim>> underWay = new ArrayDeque<>();
    for (boolean comes : history) {
      if (comes) {
        Step.Claim step = step();
        came.add(step);
        gathering.add(step);
      } else if (!underWay.isEmpty()) {
        gathering.answered(underWay.remove());
      }
      if (gathering.isDue()) {
        underWay.add(gathering.take());
        left.addAll(underWay.getLast().steps());
      }
      assertThat(gathering.isEmpty() || !underWay.isEmpty()).isTrue();
    }
    left.addAll(gathering.giveBack().steps());
    assertThat(left).isEqualTo(came);
  }
}
