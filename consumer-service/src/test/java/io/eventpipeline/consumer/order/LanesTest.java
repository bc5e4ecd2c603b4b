package io.eventpipeline.consumer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final long TIMEOUT = Duration.ofSeconds(5).toNanos();
  private static final OrderSettings SETTINGS = Bounds.of(Duration.ofSeconds(5), 1000);

  private final Quarantine quarantine = new Quarantine();
  private final Lanes lanes = new Lanes(SETTINGS, quarantine, entry -> {});
  private final List<Step.Claim> claims = new ArrayList<>();

  private void add(int offset, String user) {
    byte[] value =
        "{\"id\":\"e%d\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{}}"
            .formatted(offset, user)
            .getBytes(StandardCharsets.UTF_8);
    if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
      lanes.add(PendingEvent.of(new PendingEvent.Record(offset, value, 1), event));
    }
  }

  /** An event of a user whose seq before it is missing, so that its lane waits. */
  private void addGap(int offset, String user) {
    byte[] value =
        "{\"id\":\"e%d\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{\"seq\":2}}"
            .formatted(offset, user)
            .getBytes(StandardCharsets.UTF_8);
    if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
      lanes.add(PendingEvent.of(new PendingEvent.Record(offset, value, 1), event));
    }
    lanes.applyClaim(claim(), List.of(ClaimCode.EARLY), NextSeq.FIRST);
    assertThat(lanes.next()).isNull();
    assertThat(lanes.gaps().count()).isEqualTo(1);
  }

  /** The gap does not end while the hold is young, and ends when it is as old as the timeout. */
  private void assertGapEndsOnceHeldForTheTimeout(long heldAt, Runnable stillHeld) {
    lanes.tick(heldAt + TIMEOUT - 1);
    stillHeld.run();
    lanes.endGaps(true);
    assertThat(jump()).isNull();
    lanes.tick(heldAt + TIMEOUT);
    stillHeld.run();
    lanes.endGaps(true);
    assertThat(jump()).isNotNull().matches(jump -> jump.lane().name().equals("gus"));
  }

  private @Nullable Step jump() {
    for (Step step = lanes.next(); step != null; step = lanes.next()) {
      if (step instanceof Step.Jump) {
        return step;
      }
      if (step instanceof Step.Claim claim && looks(claim)) {
        answer(claim, ClaimCode.EARLY);
      } else {
        claims.add((Step.Claim) step);
      }
    }
    return null;
  }

  private void takeClaims() {
    for (Step step = lanes.next(); step != null; step = lanes.next()) {
      claims.add((Step.Claim) step);
    }
  }

  private void answerAll(ClaimCode code) {
    takeClaims();
    claims.forEach(claim -> answer(claim, code));
    claims.clear();
  }

  private void refuseAll() {
    takeClaims();
    claims.stream().filter(claim -> !looks(claim)).forEach(lanes::markUnanswered);
    claims.stream().filter(LanesTest::looks).forEach(claim -> answer(claim, ClaimCode.EARLY));
    claims.clear();
  }

  private void answer(Step.Claim claim, ClaimCode code) {
    ClaimCode given = looks(claim) ? ClaimCode.EARLY : code;
    lanes.applyClaim(claim, List.of(given), NextSeq.FIRST);
  }

  /** It asks whether the missing seq has come elsewhere. */
  private static boolean looks(Step.Claim claim) {
    return claim.lane().name().equals("gus");
  }

  @Test
  void the_lease_of_another_holds_up_the_end_of_a_gap_for_the_timeout_only() {
    addGap(1, "gus");
    add(2, "ann");
    lanes.tick(100);
    answerAll(ClaimCode.BUSY);
    assertGapEndsOnceHeldForTheTimeout(100, () -> answerAll(ClaimCode.BUSY));
  }

  @Test
  void the_quarantine_holds_up_the_end_of_a_gap_for_the_timeout_only() {
    Lanes elsewhere = new Lanes(SETTINGS, quarantine, entry -> {});
    assertThat(quarantine.enter(new Lane("cut off too", elsewhere))).isTrue();
    addGap(1, "gus");
    add(2, "ann");
    lanes.tick(100);
    answerAll(ClaimCode.SUSPECT);
    assertGapEndsOnceHeldForTheTimeout(100, () -> {});
  }

  @Test
  void a_refusal_of_redis_holds_up_the_end_of_a_gap_for_the_timeout_only() {
    addGap(1, "gus");
    add(2, "ann");
    lanes.tick(100);
    refuseAll();
    assertGapEndsOnceHeldForTheTimeout(100, this::refuseAll);
  }

  @Test
  void a_handler_over_its_timeout_holds_up_the_end_of_a_gap_for_the_timeout_only() {
    addGap(1, "gus");
    add(2, "ann");
    Step.Handle handle = lease();
    lanes.tick(100);
    lanes.markOverdue(handle, true);
    assertGapEndsOnceHeldForTheTimeout(100, () -> lanes.markOverdue(handle, true));
  }

  @Test
  void a_hold_that_ends_counts_from_the_start_again() {
    addGap(1, "gus");
    add(2, "ann");
    Step.Handle handle = lease();
    lanes.markOverdue(handle, true);
    lanes.tick(TIMEOUT);
    lanes.markOverdue(handle, false); // the next event of its run is at work
    lanes.markOverdue(handle, true);
    assertGapEndsOnceHeldForTheTimeout(TIMEOUT, () -> lanes.markOverdue(handle, true));
  }

  @Test
  void an_outage_of_redis_counts_for_no_hold() {
    addGap(1, "gus");
    add(2, "ann");
    refuseAll();
    lanes.tick(10 * TIMEOUT);
    lanes.restartHolds();
    assertGapEndsOnceHeldForTheTimeout(10 * TIMEOUT, this::refuseAll);
  }

  @Test
  void a_gap_waits_for_a_retry_and_for_a_handler_at_work_however_long() {
    addGap(1, "gus");
    add(2, "ann");
    Step.Handle handle = lease();
    lanes.tick(100 * TIMEOUT);
    lanes.endGaps(true);
    assertThat(jump()).isNull();
    handle.run().waitUntil(1000 * TIMEOUT);
    lanes.applyHandling(handle);
    lanes.tick(200 * TIMEOUT);
    lanes.endGaps(true);
    assertThat(jump()).isNull();
  }

  private Step.Claim claim() {
    Step.Claim claim = (Step.Claim) lanes.next();
    assertThat(claim).isNotNull();
    return claim;
  }

  private Step.Handle lease() {
    lanes.applyClaim(claim(), List.of(ClaimCode.LEASED), NextSeq.FIRST);
    Step.Handle handle = (Step.Handle) lanes.next();
    assertThat(handle).isNotNull();
    return handle;
  }

  private void process(Step.Handle handle) {
    handle.run().entry(0).decide(new Verdict.Processed(1));
    handle.run().advance();
    lanes.applyHandling(handle);
  }

  @Test
  void what_was_handled_becomes_final_before_more_is_claimed() {
    add(1, "first");
    Step.Handle handle = lease();
    add(2, "second");
    process(handle);
    assertThat(lanes.next()).isInstanceOf(Step.Settle.class);
    assertThat(lanes.next()).isInstanceOf(Step.Claim.class);
    assertThat(lanes.next()).isNull();
  }

  @Test
  void a_lease_is_renewed_from_the_second_renewal_on_until_its_event_is_final() {
    add(1, "ann");
    Step.Handle handle = lease();
    assertThat(lanes.renewals()).isEmpty();
    assertThat(lanes.renewals()).singleElement().matches(step -> step.quarantined());
    assertThat(lanes.renewals()).hasSize(1);
    process(handle);
    Step.Settle settle = (Step.Settle) lanes.next();
    assertThat(settle).isNotNull();
    lanes.applySettle(settle, List.of(SettleCode.SETTLED), NextSeq.FIRST);
    assertThat(lanes.renewals()).isEmpty();
  }

  @Test
  void what_may_be_leased_since_a_claim_was_not_answered_is_renewed_at_once() {
    add(1, "ann");
    lanes.markUnanswered(claim());
    assertThat(lanes.renewals()).hasSize(1);
  }
}
