package io.eventpipeline.consumer.order;

import static io.eventpipeline.consumer.order.Arrival.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replays in the lane of their user. */
class ReplayTest {
  private final List<PendingEvent> finished = new ArrayList<>();
  private final Lanes lanes =
      new Lanes(Bounds.of(Duration.ofSeconds(5), 1000), new Quarantine(), finished::add);

  private PendingEvent add(long offset, Event event) {
    PendingEvent entry =
        PendingEvent.of(new PendingEvent.Record(offset, new byte[1], offset), event);
    lanes.add(entry);
    return entry;
  }

  private PendingEvent addReplay(long offset, Event event) {
    PendingEvent entry =
        PendingEvent.of(new PendingEvent.Record(offset, new byte[1], offset), event)
            .countIn(10)
            .becomeReplay(new PendingEvent.Replay("j.1", event, 20));
    lanes.add(entry);
    return entry;
  }

  private Step.Claim claim() {
    return (Step.Claim) lanes.next();
  }

  private void settleAll(Step.Claim claim) {
    lanes.applyClaim(
        claim, claim.entries().stream().map(e -> ClaimCode.LEASED).toList(), new NextSeq(9, true));
    Step.Handle handle = (Step.Handle) lanes.next();
    for (int i = 0; i < handle.run().size(); i++) {
      handle.run().entry(i).decide(new Verdict.Processed(1));
      handle.run().advance();
    }
    lanes.applyHandling(handle);
    Step.Settle settle = (Step.Settle) lanes.next();
    assertThat(settle.isReplay()).isEqualTo(claim.isReplay());
    lanes.applySettle(
        settle,
        settle.entries().stream().map(e -> SettleCode.SETTLED).toList(),
        new NextSeq(9, true));
  }

  @Test
  void a_replay_is_a_run_of_its_own_at_its_place_in_the_log() {
    PendingEvent first = add(1, anEvent("ann").id("a").event());
    PendingEvent second = add(2, anEvent("ann").id("b").event());
    PendingEvent replay = addReplay(3, anEvent("ann").seq(2).event());
    PendingEvent other = addReplay(4, anEvent("ann").seq(1).event());
    PendingEvent last = add(5, anEvent("ann").id("c").event());
    List<List<PendingEvent>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Step.Claim claim = claim();
      runs.add(claim.entries());
      settleAll(claim);
    }
    assertThat(runs)
        .containsExactly(List.of(first, second), List.of(replay), List.of(other), List.of(last));
    assertThat(finished).containsExactly(first, second, replay, other, last);
  }

  @Test
  void a_replay_waits_for_no_seq_and_fills_no_gap() {
    PendingEvent replay = addReplay(1, anEvent("ann").seq(7).event());
    PendingEvent three = add(2, anEvent("ann").seq(3).event());
    Step.Claim claim = claim();
    assertThat(claim.entries()).containsExactly(replay);
    lanes.applyClaim(claim, List.of(ClaimCode.FINAL), new NextSeq(2, true));
    assertThat(finished).containsExactly(replay);
    assertThat(lanes.next()).as("seq 2 is missing").isNull();
    assertThat(lanes.gaps().count()).isEqualTo(1);
    assertThat(three.isLeased()).isFalse();
  }

  @Test
  void a_replay_without_right_is_what_it_would_be_without_its_token() {
    PendingEvent replay = addReplay(1, anEvent("ann").seq(2).event());
    assertThat(replay.second()).isEqualTo(10);
    Step.Claim claim = claim();
    assertThat(claim.isReplay()).isTrue();
    lanes.applyClaim(claim, List.of(ClaimCode.NO_RIGHT), new NextSeq(2, true));
    assertThat(replay.isReplay()).isFalse();
    assertThat(replay.second()).isEqualTo(20);
    Step.Claim again = claim();
    assertThat(again.isReplay()).isFalse();
    assertThat(again.entries()).containsExactly(replay);
    lanes.applyClaim(again, List.of(ClaimCode.LEASED), new NextSeq(2, true));
    assertThat(lanes.next()).isInstanceOf(Step.Handle.class);
  }

  @Test
  void a_replay_that_was_handled_gets_its_last_try_alone_when_the_partition_closes() {
    PendingEvent ordinary = add(1, anEvent("ann").id("a").event());
    settleBusy(ordinary);
    PendingEvent replay = addReplay(2, anEvent("ann").seq(2).event());
    replay.becomeLeased();
    replay.decide(new Verdict.Processed(1));
    lanes.close();
    Step.Claim first = claim();
    assertThat(first.entries()).containsExactly(ordinary);
    lanes.applyClaim(first, List.of(ClaimCode.FINAL), NextSeq.FIRST);
    assertThat(claim().entries()).containsExactly(replay);
  }

  /** Handles it, and lets the settle be refused. */
  private void settleBusy(PendingEvent entry) {
    Step.Claim claim = claim();
    lanes.applyClaim(claim, List.of(ClaimCode.LEASED), NextSeq.FIRST);
    Step.Handle handle = (Step.Handle) lanes.next();
    entry.decide(new Verdict.Processed(1));
    handle.run().advance();
    lanes.applyHandling(handle);
    lanes.applySettle((Step.Settle) lanes.next(), List.of(SettleCode.BUSY), NextSeq.FIRST);
  }
}
