package io.eventpipeline.contract.testing;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.contract.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestEventTest {
  @Test
  void writes_a_request_and_a_record() {
    TestEvent event = anEvent().id("e1").of("änn \"x\"").type("t").seq(2).timestamp(5);

    assertThat(event.request())
        .isEqualTo(
            "{\"eventId\":\"e1\",\"userId\":\"änn"
                + " \\\"x\\\"\",\"type\":\"t\",\"payload\":{\"seq\":2}}");
    assertThat(event.record())
        .isEqualTo(
            "{\"id\":\"e1\",\"userId\":\"änn \\\"x\\\"\",\"type\":\"t\",\"payload\":{\"seq\":2},"
                + "\"timestamp\":5}");
  }

  @Test
  void gives_the_event_as_the_services_read_it() {
    Event event = anEvent().of("bob").seq(7).timestamp(5).event();

    assertThat(event.userId()).isEqualTo("bob");
    assertThat(event.seq()).hasValue(7);
    assertThat(event.timestamp()).isEqualTo(5);
    assertThat(anEvent().idempotencyKey("k").draft().idempotencyKey()).isEqualTo("k");
  }

  @Test
  void writes_every_kind_of_value() {
    TestEvent event = anEvent().withoutId().with("a", List.of(1, true)).with("b", null);

    assertThat(event.field("note", Map.of("c", 1.5)).request())
        .isEqualTo(
            "{\"userId\":\"ann\",\"type\":\"test.ok\",\"payload\":{\"a\":[1,true],\"b\":null},"
                + "\"note\":{\"c\":1.5}}");
    assertThat(event.payload("{ \"seq\" : 01 }").without("type").request())
        .isEqualTo("{\"userId\":\"ann\",\"payload\":{ \"seq\" : 01 }}");
  }

  @Test
  void gives_each_event_an_id_of_its_own() {
    assertThat(TestEvent.ids(TestEvent.sequence("ann", 1, 100))).doesNotHaveDuplicates();
  }

  @Test
  void refuses_to_give_an_event_that_breaks_the_rules() {
    assertThatThrownBy(() -> anEvent().seq(0).event())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("/payload/seq");
  }
}
