package io.eventpipeline.consumer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventReader;
import io.eventpipeline.contract.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes lanes =
      new Lanes(new OrderSettings(Duration.ofSeconds(5), 1000), new Quarantine(), entry -> {});

  private void add(int offset, String user) {
    byte[] value =
        "{\"id\":\"e%d\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{}}"
            .formatted(offset, user)
            .getBytes(StandardCharsets.UTF_8);
    if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
      lanes.add(Entry.of(new Entry.Record(offset, value, 1), event));
    }
  }

  private Step.Claim claim() {
    Step.Claim claim = (Step.Claim) lanes.next();
    assertThat(claim).isNotNull();
    return claim;
  }

  private Step.Handle lease() {
    lanes.claimed(claim(), List.of(ClaimCode.LEASED), NextSeq.FIRST);
    Step.Handle handle = (Step.Handle) lanes.next();
    assertThat(handle).isNotNull();
    return handle;
  }

  private void process(Step.Handle handle) {
    handle.run().entry(0).handled(new Verdict.Processed(1));
    handle.run().advance();
    lanes.handled(handle);
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
    lanes.settled(settle, List.of(SettleCode.SETTLED), NextSeq.FIRST);
    assertThat(lanes.renewals()).isEmpty();
  }

  @Test
  void what_may_be_leased_since_a_claim_was_not_answered_is_renewed_at_once() {
    add(1, "ann");
    lanes.unanswered(claim());
    assertThat(lanes.renewals()).hasSize(1);
  }
}
