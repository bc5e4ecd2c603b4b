package io.eventpipeline.consumer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.order.Bounds;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
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
  private final StepBatcher<Step.Claim> batcher = new StepBatcher<>();
  private int users;

  /** Claims one event of one more user. */
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
    assertThat(batcher.isDue()).isFalse();
    batcher.add(step());
    assertThat(batcher.isDue()).isTrue();
  }

  @Example
  void the_next_ones_collect_while_a_batch_is_unanswered() {
    batcher.add(step());
    StepBatch<Step.Claim> first = batcher.take();
    batcher.add(step());
    batcher.add(step());
    assertThat(batcher.isDue()).isFalse();

    batcher.awaitNoMore(first);

    assertThat(batcher.isDue()).isTrue();
    assertThat(batcher.take().steps()).hasSize(2);
  }

  @Example
  void a_full_batch_waits_for_nothing() {
    batcher.add(step());
    batcher.take();
    while (!batcher.isFull()) {
      assertThat(batcher.isDue()).isFalse();
      batcher.add(step());
    }
    assertThat(batcher.isDue()).isTrue();
    assertThat(batcher.size()).isBetween(StepBatcher.FULL, StepBatcher.FULL + 1);
  }

  @Example
  void what_is_taken_back_is_not_awaited() {
    batcher.add(step());
    StepBatch<Step.Claim> first = batcher.take();
    batcher.add(step());

    assertThat(batcher.takeBack().steps()).hasSize(1);

    batcher.awaitNoMore(first);
    batcher.add(step());
    assertThat(batcher.isDue()).isTrue();
    assertThat(batcher.take().steps()).hasSize(1);
  }

  /** True adds a step, false answers the oldest batch. */
  @Property
  void all_leave_in_their_order_and_none_waits_without_a_batch_under_way(
      @ForAll @Size(max = 300) List<Boolean> history) {
    StepBatcher<Step.Claim> batcher = new StepBatcher<>(); // the tries share the field
    List<Step> came = new ArrayList<>();
    List<Step> left = new ArrayList<>();
    Deque<StepBatch<Step.Claim>> underWay = new ArrayDeque<>();
    for (boolean comes : history) {
      if (comes) {
        Step.Claim step = step();
        came.add(step);
        batcher.add(step);
      } else if (!underWay.isEmpty()) {
        batcher.awaitNoMore(underWay.remove());
      }
      if (batcher.isDue()) {
        underWay.add(batcher.take());
        left.addAll(underWay.getLast().steps());
      }
      assertThat(batcher.isEmpty() || !underWay.isEmpty()).isTrue();
    }
    left.addAll(batcher.takeBack().steps());
    assertThat(left).isEqualTo(came);
  }
}
