package io.eventpipeline.consumer.order;

import static io.eventpipeline.consumer.order.Arrival.anEvent;
import static io.eventpipeline.consumer.order.LanesDriver.GAP_TIMEOUT;
import static io.eventpipeline.consumer.order.LanesDriver.RETRY_WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users are said to wait for. */
class StandingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LanesDriver partition = new LanesDriver();

  @Test
  void nobody_waits_when_all_is_final() {
    partition.arrive(anEvent("ann").seq(1));
    assertThat(partition.standings()).isEmpty();
  }

  @Test
  void a_wait_counts_from_the_first_event_that_is_not_final() {
    partition.arrive(anEvent("bob"), anEvent("ann").seq(3));
    long since = partition.clock();
    partition.pass(SECOND);
    partition.arrive(anEvent("ann").seq(2));
    assertThat(partition.standings())
        .singleElement()
        .satisfies(
            ann -> {
              assertThat(ann.since()).isEqualTo(since);
              assertThat(ann.waiting()).isEqualTo(2);
              assertThat(ann.first()).isEqualTo(1);
            });
  }

  @Test
  void a_gap_names_the_missing_seq_and_its_end() {
    partition.arrive(anEvent("ann").seq(3));
    long came = Duration.ofNanos(partition.clock()).toMillis();
    assertThat(partition.waitOf("ann"))
        .isEqualTo(new Standing.Gap(1, 3, came, came + GAP_TIMEOUT.toMillis()));
  }

  @Test
  void a_pause_names_its_end() {
    partition.arrive(anEvent("ann").seq(3));
    partition.pause(SECOND, "ann");
    assertThat(partition.waitOf("ann"))
        .isEqualTo(new Standing.Paused(partition.clock() + SECOND.toNanos()));
  }

  @Test
  void a_retry_names_the_event_and_when_it_is_due() {
    partition.failing("ann-1", 2);
    partition.arrive(anEvent("ann").seq(1));
    assertThat(partition.waitOf("ann"))
        .isEqualTo(new Standing.Retry("ann-1", 1, partition.clock() + RETRY_WAIT.toNanos(), null));
  }

  @Test
  void a_handler_names_the_attempt_and_its_start() {
    partition.slow("ann");
    partition.arrive(anEvent("ann").seq(1));
    long started = partition.clock();
    partition.pass(SECOND);
    assertThat(partition.waitOf("ann")).isEqualTo(new Standing.Handler("ann-1", 1, started, false));
    partition.finishHandlerOf("ann");
  }

  @Test
  void the_lease_of_another_consumer_names_the_event() {
    partition.leaseElsewhere("ann-1");
    partition.arrive(anEvent("ann").seq(1));
    assertThat(partition.waitOf("ann")).isEqualTo(new Standing.Lease("ann-1"));
  }

  @Test
  void the_quarantine_is_named_for_those_that_await_it() {
    partition.slow("ann");
    partition.slow("bob");
    partition.arrive(anEvent("ann").seq(1), anEvent("bob").seq(1));
    partition.crash();
    partition.crash();
    assertThat(partition.waitOf("ann")).isInstanceOf(Standing.Handler.class);
    assertThat(partition.waitOf("bob")).isEqualTo(new Standing.Quarantined("bob-1"));
    partition.pause(SECOND, "bob");
    assertThat(partition.waitOf("bob")).isInstanceOf(Standing.Paused.class);
  }

  @Test
  void a_claim_without_an_answer_waits_for_redis() {
    Lanes lanes = new Lanes(Bounds.of(GAP_TIMEOUT, 1000), new Quarantine(), event -> {});
    lanes.tick(7);
    lanes.add(
        PendingEvent.of(new PendingEvent.Record(5, new byte[1], 1), anEvent("ann").seq(1).event()));
    assertThat(lanes.next()).isInstanceOf(Step.Claim.class);
    lanes.tick(9);
    assertThat(lanes.standings(9, 10).longest())
        .containsExactly(new Standing("ann", new Standing.Redis(7), 7, 1, 5));
  }

  @Test
  void only_the_longest_waits_are_listed_and_the_others_counted() {
    for (String user : List.of("ann", "bob", "cid", "dee")) {
      partition.arrive(anEvent(user).seq(2));
      partition.pass(Duration.ofMillis(1));
    }
    long first = partition.standings().getFirst().since();
    partition.pause(SECOND, "ann");
    Standings two = partition.lanes().standings(partition.clock() - 2_000_000, 2);
    assertThat(two.longest()).extracting(Standing::user).containsExactly("ann", "bob");
    assertThat(two.more()).as("dee has come too late").isEqualTo(1);
    assertThat(two.oldest()).as("ann is paused").isEqualTo(first + 1_000_000);
  }
}
