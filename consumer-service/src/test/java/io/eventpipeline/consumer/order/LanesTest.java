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

  @Test
  void what_was_handled_becomes_final_before_more_is_claimed() {
    add(1, "first");
    Step.Claim claim = (Step.Claim) lanes.next();
    assertThat(claim).isNotNull();
    lanes.claimed(claim, List.of(ClaimCode.LEASED), NextSeq.FIRST);
    Step.Handle handle = (Step.Handle) lanes.next();
    assertThat(handle).isNotNull();
    add(2, "second");
    handle.run().entry(0).handled(new Verdict.Processed(1));
    handle.run().advance();
    lanes.handled(handle);
    assertThat(lanes.next()).isInstanceOf(Step.Settle.class);
    assertThat(lanes.next()).isInstanceOf(Step.Claim.class);
    assertThat(lanes.next()).isNull();
  }
}
