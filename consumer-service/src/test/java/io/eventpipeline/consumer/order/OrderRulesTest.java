package io.eventpipeline.consumer.order;

import static io.eventpipeline.consumer.order.Arrival.anEvent;
import static io.eventpipeline.consumer.order.LanesDriver.GAP_TIMEOUT;
import static io.eventpipeline.consumer.order.LanesDriver.RETRY_WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of order, each as an example. {@link LanesPropertyTest} plays random histories. */
class OrderRulesTest {
  private final LanesDriver partition = new LanesDriver();

  @Nested
  class Sequence {
    @Test
    void events_run_in_the_order_of_their_seqs_however_they_arrive() {
      partition.arrive(anEvent("ann").seq(3), anEvent("ann").seq(1), anEvent("ann").seq(2));
      assertThat(partition.handled()).containsExactly("ann-1", "ann-2", "ann-3");
    }

    @Test
    void a_missing_seq_holds_its_own_user_only() {
      partition.arrive(anEvent("ann").seq(2), anEvent("bob").seq(1));
      assertThat(partition.handled()).containsExactly("bob-1");
      partition.arrive(anEvent("ann").seq(1));
      assertThat(partition.handled()).containsExactly("bob-1", "ann-1", "ann-2");
    }

    @Test
    void an_event_without_seq_is_not_held_by_a_gap() {
      partition.arrive(anEvent("ann").seq(2), anEvent("ann"));
      assertThat(partition.handled()).containsExactly("ann-free");
      assertThat(partition.nextSeq("ann")).isEqualTo(1);
    }

    @Test
    void a_seq_too_far_ahead_of_a_known_user_fails_at_once() {
      partition.arrive(anEvent("ann").seq(1), anEvent("ann").seq(1003));
      assertThat(partition.handled()).containsExactly("ann-1");
      assertThat(partition.failureOf("ann-1003")).isEqualTo("SeqTooFarAhead");
      assertThat(partition.nextSeq("ann")).isEqualTo(2);
    }
  }

  @Nested
  class Gap {
    @Test
    void a_gap_ends_when_later_records_show_that_the_timeout_is_over() {
      partition.arrive(anEvent("ann").seq(3));
      partition.pass(GAP_TIMEOUT);
      assertThat(partition.handled()).isEmpty();
      partition.arrive(anEvent("bob"));
      assertThat(partition.handled()).containsExactly("bob-free", "ann-3");
    }

    @Test
    void a_gap_ends_when_the_partition_had_no_more_for_the_timeout() {
      partition.arrive(anEvent("ann").seq(3));
      partition.reachEnd();
      partition.pass(GAP_TIMEOUT.minusMillis(1));
      partition.reachEnd();
      assertThat(partition.handled()).isEmpty();
      partition.pass(Duration.ofMillis(1));
      partition.reachEnd();
      assertThat(partition.handled()).containsExactly("ann-3");
    }

    @Test
    void a_gap_ends_at_once_when_nothing_else_can_move_and_there_is_no_room() {
      partition.arrive(anEvent("ann").seq(3), anEvent("bob").seq(2));
      partition.fillUp();
      assertThat(partition.handled()).containsExactly("ann-3");
    }

    @Test
    void an_event_that_comes_after_its_gap_was_given_up_is_skipped() {
      partition.arrive(anEvent("ann").seq(2));
      partition.fillUp();
      partition.arrive(anEvent("ann").seq(1));
      assertThat(partition.handled()).containsExactly("ann-2");
      assertThat(partition.status("ann-1")).isEqualTo("skipped");
    }

    @Test
    void a_user_that_waits_goes_on_when_another_consumer_has_passed_the_missing_seq() {
      partition.arrive(anEvent("ann").seq(3));
      partition.setNextSeq("ann", 3);
      partition.pass(OrderSettings.FIRST_LOOK);
      assertThat(partition.handled()).containsExactly("ann-3");
    }

    @Test
    void a_jump_that_comes_too_late_changes_nothing() {
      partition.arrive(anEvent("ann").seq(4));
      partition.setNextSeq("ann", 3);
      partition.fillUp();
      assertThat(partition.nextSeq("ann")).isEqualTo(3);
      assertThat(partition.handled()).isEmpty();
      partition.fillUp();
      assertThat(partition.handled()).containsExactly("ann-4");
    }
  }

  @Nested
  class Duplicate {
    @Test
    void the_same_id_twice_runs_once() {
      partition.arrive(anEvent("ann").seq(1), anEvent("ann").seq(1), anEvent("ann").seq(2));
      assertThat(partition.handled()).containsExactly("ann-1", "ann-2");
      assertThat(partition.lanes().isEmpty()).isTrue();
    }

    @Test
    void of_two_ids_with_one_seq_the_second_is_skipped() {
      partition.arrive(anEvent("ann").seq(1), anEvent("ann").seq(1).id("twin"));
      assertThat(partition.handled()).containsExactly("ann-1");
      assertThat(partition.status("twin")).isEqualTo("skipped");
    }

    @Test
    void an_id_that_is_final_under_another_user_only_holds_its_seq_until_its_turn() {
      partition.arrive(anEvent("bob").id("same"));
      partition.arrive(anEvent("ann").seq(2).id("same"), anEvent("ann").seq(3));
      partition.arrive(anEvent("ann").seq(1));
      assertThat(partition.handled()).containsExactly("same", "ann-1", "ann-3");
      assertThat(partition.nextSeq("ann")).isEqualTo(4);
    }
  }

  @Nested
  class Retry {
    @Test
    void a_retry_holds_the_later_events_of_its_user_and_no_other_user() {
      partition.failing("ann-1", 1);
      partition.arrive(anEvent("ann").seq(1), anEvent("ann").seq(2), anEvent("bob"));
      assertThat(partition.handled()).containsExactly("ann-1", "bob-free");
      assertThat(partition.lanes().waitingForRetry()).isEqualTo(1);
      partition.pass(RETRY_WAIT);
      assertThat(partition.handled()).containsExactly("ann-1", "bob-free", "ann-1", "ann-2");
    }

    @Test
    void the_order_goes_on_after_an_event_that_failed() {
      partition.failing("ann-1", LanesDriver.MAX_ATTEMPTS);
      partition.arrive(anEvent("ann").seq(1), anEvent("ann").seq(2));
      partition.pass(RETRY_WAIT);
      partition.pass(RETRY_WAIT);
      assertThat(partition.handled()).containsExactly("ann-1", "ann-1", "ann-1", "ann-2");
      assertThat(partition.status("ann-1")).isEqualTo("failed");
    }
  }

  @Nested
  class Crash {
    @Test
    void an_event_that_ends_the_process_again_and_again_fails_without_another_start() {
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(1));
      for (int start = 2; start < ModelRedis.LAST_START; start++) {
        partition.crash();
        assertThat(partition.atWork()).containsExactly("ann");
      }
      partition.crash();
      assertThat(partition.atWork()).isEmpty();
      assertThat(partition.failureOf("ann-1")).isEqualTo("CrashLoop");
    }

    @Test
    void of_the_events_that_were_cut_off_twice_only_one_runs_at_a_time() {
      partition.slow("ann");
      partition.slow("bob");
      partition.arrive(anEvent("ann"), anEvent("bob"), anEvent("cid"));
      partition.crash();
      assertThat(partition.atWork()).containsExactly("ann", "bob");
      partition.crash();
      assertThat(partition.atWork()).containsExactly("ann");
      partition.finishHandlerOf("ann");
      assertThat(partition.atWork()).containsExactly("bob");
    }
  }

  @Nested
  class OtherConsumer {
    @Test
    void an_event_that_another_has_leased_is_asked_for_again_after_a_while() {
      partition.leaseElsewhere("ann-1");
      partition.arrive(anEvent("ann").seq(1), anEvent("ann").seq(2));
      partition.endLeaseElsewhere("ann-1");
      partition.run();
      assertThat(partition.handled()).isEmpty();
      partition.pass(OrderSettings.BUSY_WAIT);
      assertThat(partition.handled()).containsExactly("ann-1", "ann-2");
    }

    @Test
    void an_event_whose_seq_was_given_up_while_it_ran_fails() {
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(1));
      partition.setNextSeq("ann", 5);
      partition.finishHandlerOf("ann");
      assertThat(partition.handled()).containsExactly("ann-1");
      assertThat(partition.failureOf("ann-1")).isEqualTo("PlaceGivenUp");
    }

    @Test
    void an_event_whose_lease_was_lost_while_it_ran_settles_later_without_another_attempt() {
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(1));
      partition.leaseElsewhere("ann-1");
      partition.finishHandlerOf("ann");
      assertThat(partition.status("ann-1")).isEqualTo("open");
      partition.endLeaseElsewhere("ann-1");
      partition.pass(OrderSettings.BUSY_WAIT);
      assertThat(partition.status("ann-1")).isEqualTo("processed");
      assertThat(partition.handled()).containsExactly("ann-1");
    }
  }

  @Nested
  class Redis {
    @Test
    void a_redis_that_forgot_the_order_gets_what_was_handled_in_order_and_nothing_runs_twice() {
      partition.arrive(anEvent("ann").seq(1));
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(2), anEvent("ann").seq(3));
      partition.forget(anEvent("ann").seq(1));
      partition.finishHandlerOf("ann");
      assertThat(partition.status("ann-2")).isEqualTo("open");
      partition.arrive(anEvent("ann").seq(1));
      assertThat(partition.handled()).containsOnlyOnce("ann-2", "ann-3");
      assertThat(partition.nextSeq("ann")).isEqualTo(4);
    }

    @Test
    void a_claim_without_an_answer_is_asked_again_before_anything_else_of_its_user() {
      partition.loseNext(Step.Claim.class);
      partition.arrive(anEvent("ann").seq(1), anEvent("ann"));
      assertThat(partition.handled()).containsExactly("ann-1", "ann-free");
      assertThat(partition.leases()).isEmpty();
    }

    @Test
    void a_settle_without_an_answer_is_asked_again_and_settles_once() {
      partition.loseNext(Step.Settle.class);
      partition.arrive(anEvent("ann").seq(1), anEvent("ann").seq(2));
      assertThat(partition.handled()).containsExactly("ann-1", "ann-2");
      assertThat(partition.nextSeq("ann")).isEqualTo(3);
      assertThat(partition.lanes().isEmpty()).isTrue();
    }

    @Test
    void a_jump_without_an_answer_is_decided_anew() {
      partition.arrive(anEvent("ann").seq(3));
      partition.loseNext(Step.Jump.class);
      partition.fillUp();
      partition.pass(OrderSettings.LONGEST_LOOK);
      partition.pass(OrderSettings.LONGEST_LOOK);
      assertThat(partition.handled()).containsExactly("ann-3");
    }
  }

  @Nested
  class End {
    @Test
    void a_closing_partition_settles_what_runs_and_releases_the_rest() {
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(1), anEvent("bob").seq(2));
      partition.arrive(anEvent("ann").seq(2), anEvent("ann").seq(3));
      partition.close();
      assertThat(partition.lanes().isEmpty()).isFalse();
      partition.finishHandlerOf("ann");
      assertThat(partition.finals()).containsExactly("ann-1");
      assertThat(partition.leases()).isEmpty();
      assertThat(partition.lanes().isEmpty()).isTrue();
    }

    @Test
    void a_closing_partition_hands_the_attempts_of_open_events_on() {
      partition.failing("ann-1", 2);
      partition.arrive(anEvent("ann").seq(1));
      partition.pass(RETRY_WAIT);
      partition.close();
      assertThat(partition.lanes().attempts()).isEqualTo(Map.of(0L, 2));
      assertThat(partition.leases()).isEmpty();
    }

    @Test
    void a_closing_partition_does_not_wait_for_a_retry_before_an_event_that_was_handled() {
      partition.setNextSeq("ann", 2);
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(2));
      partition.setNextSeq("ann", 1);
      partition.finishHandlerOf("ann");
      partition.failing("ann-1", 1);
      partition.arrive(anEvent("ann").seq(1));
      partition.close();
      assertThat(partition.handled()).containsExactly("ann-2", "ann-1");
      assertThat(partition.lanes().attempts()).isEqualTo(Map.of(1L, 1));
      assertThat(partition.leases()).isEmpty();
      assertThat(partition.lanes().isEmpty()).isTrue();
    }

    @Test
    void an_abandoned_partition_takes_no_further_step() {
      partition.failing("ann-1", 1);
      partition.arrive(anEvent("ann").seq(1), anEvent("bob").seq(2));
      partition.abandon();
      partition.pass(GAP_TIMEOUT);
      assertThat(partition.handled()).containsExactly("ann-1");
      assertThat(partition.leases()).containsExactly("ann-1");
      assertThat(partition.lanes().isEmpty()).isTrue();
    }
  }

  @Nested
  class Pause {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void events_of_a_paused_user_wait_and_those_of_others_do_not() {
      partition.pause(MINUTE, "ann");
      partition.arrive(anEvent("ann").seq(1), anEvent("bob").seq(1));
      assertThat(partition.handled()).containsExactly("bob-1");
      assertThat(partition.leases()).isEmpty();
    }

    @Test
    void a_pause_ends_by_itself() {
      partition.pause(MINUTE, "ann");
      partition.arrive(anEvent("ann").seq(2), anEvent("ann").seq(1));
      assertThat(partition.lanes().nextTimer()).isEqualTo(partition.clock() + MINUTE.toNanos());
      partition.pass(MINUTE.minusMillis(1));
      assertThat(partition.handled()).isEmpty();
      partition.pass(Duration.ofMillis(1));
      assertThat(partition.handled()).containsExactly("ann-1", "ann-2");
    }

    @Test
    void a_pause_that_got_a_later_end_goes_on() {
      partition.arrive(anEvent("bob").seq(1));
      partition.pause(MINUTE, "ann");
      partition.arrive(anEvent("ann").seq(1));
      partition.pass(MINUTE.dividedBy(2));
      partition.pause(MINUTE, "ann");
      partition.pass(MINUTE.dividedBy(2));
      assertThat(partition.handled()).containsExactly("bob-1");
      partition.pass(MINUTE.dividedBy(2));
      assertThat(partition.handled()).containsExactly("bob-1", "ann-1");
    }

    @Test
    void the_handler_at_work_ends_and_its_event_is_settled_and_the_rest_waits_unleased() {
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(1), anEvent("ann").seq(2));
      partition.pause(MINUTE, "ann");
      partition.finishHandlerOf("ann");
      assertThat(partition.finals()).containsExactly("ann-1");
      assertThat(partition.leases()).isEmpty();
      partition.pause(MINUTE);
      assertThat(partition.handled()).containsExactly("ann-1", "ann-2");
    }

    @Test
    void a_pause_shorter_than_the_handler_changes_nothing() {
      partition.slow("ann");
      partition.arrive(anEvent("ann"), anEvent("ann").seq(1));
      partition.pause(MINUTE, "ann");
      partition.resume("ann");
      partition.finishHandlerOf("ann");
      assertThat(partition.finals()).containsExactly("ann-1", "ann-free");
    }

    @Test
    void attempts_before_a_pause_count_after_it() {
      partition.failing("ann-1", 3);
      partition.arrive(anEvent("ann").seq(1));
      partition.pause(MINUTE, "ann");
      assertThat(partition.leases()).isEmpty();
      partition.pass(MINUTE);
      partition.pass(RETRY_WAIT);
      assertThat(partition.handled()).containsExactly("ann-1", "ann-1", "ann-1");
      assertThat(partition.status("ann-1")).isEqualTo("failed");
    }

    @Test
    void a_gap_of_a_paused_user_does_not_end_before_the_pause() {
      partition.arrive(anEvent("ann").seq(2));
      partition.pause(MINUTE, "ann");
      partition.pass(GAP_TIMEOUT);
      partition.arrive(anEvent("bob").seq(1));
      assertThat(partition.handled()).containsExactly("bob-1");
      partition.resume("ann");
      partition.pass(Duration.ZERO); // gaps are looked at before lanes
      assertThat(partition.handled()).containsExactly("bob-1", "ann-2");
    }

    @Test
    void a_full_partition_gives_up_a_gap_beside_a_paused_user() {
      partition.arrive(anEvent("ann").seq(2), anEvent("bob").seq(2));
      partition.pause(MINUTE, "ann");
      partition.fillUp();
      assertThat(partition.handled()).containsExactly("bob-2");
    }

    @Test
    void the_lease_of_a_claim_without_an_answer_is_released() {
      partition.loseNext(Step.Claim.class);
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(1));
      partition.pause(MINUTE, "ann");
      partition.finishHandlerOf("ann");
      assertThat(partition.leases()).isEmpty();
    }

    @Test
    void what_was_handled_and_refused_before_a_pause_is_settled_when_the_partition_closes() {
      partition.slow("ann");
      partition.arrive(anEvent("ann").seq(1));
      partition.setNextSeq("ann", 0); // the settle finds the order elsewhere
      partition.pause(MINUTE, "ann");
      partition.finishHandlerOf("ann");
      assertThat(partition.leases()).isEmpty();
      partition.setNextSeq("ann", 1);
      partition.close();
      assertThat(partition.handled()).containsExactly("ann-1");
      assertThat(partition.status("ann-1")).isEqualTo("processed");
      assertThat(partition.lanes().isEmpty()).isTrue();
    }

    @Test
    void a_paused_user_leaves_the_quarantine_to_others() {
      partition.slow("ann");
      partition.slow("bob");
      partition.arrive(anEvent("ann").seq(1), anEvent("bob").seq(1));
      partition.crash();
      partition.crash(); // both were cut off twice: one of them is in the quarantine
      partition.failing("ann-1", 1);
      partition.finishHandlerOf("ann");
      assertThat(partition.atWork()).as("ann waits for a retry").isEmpty();
      partition.pause(MINUTE, "ann");
      assertThat(partition.atWork()).containsExactly("bob");
      partition.finishHandlerOf("bob");
    }

    @Test
    void what_paused_users_hold_is_counted() {
      partition.pause(MINUTE, "ann", "bob");
      assertThat(partition.lanes().pauses().load()).isNull();
      partition.arrive(anEvent("cid").seq(2), anEvent("bob").seq(1), anEvent("ann").seq(1));
      assertThat(partition.lanes().pauses().load()).isEqualTo(new PausedLoad("bob", 1, 2, 2));
    }

    @Test
    void a_partition_closes_without_its_paused_users() {
      partition.pause(MINUTE, "ann");
      partition.arrive(anEvent("ann").seq(1));
      partition.close();
      assertThat(partition.lanes().isEmpty()).isTrue();
      assertThat(partition.handled()).isEmpty();
    }
  }
}
