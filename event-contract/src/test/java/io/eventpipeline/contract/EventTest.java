package io.eventpipeline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What handler jars link to that were compiled against an older contract. */
class EventTest {
  @Test
  void the_constructor_without_a_time_of_its_own_links() throws Exception {
    Constructor<Event> old =
        Event.class.getConstructor(
            String.class, String.class, String.class, long.class, JsonSlice.class, long.class);

    Event event = old.newInstance("e", "u", "t", 3L, JsonSlice.EMPTY, 17L);

    assertThat(event).isEqualTo(new Event("e", "u", "t", 3, JsonSlice.EMPTY, 17, 17));
    assertThat(event.time()).isEqualTo(17);
  }

  @Test
  void the_old_accessors_return_what_they_did() throws Exception {
    for (String accessor : List.of("id", "userId", "type")) {
      assertThat(Event.class.getMethod(accessor).getReturnType()).isEqualTo(String.class);
    }
    assertThat(Event.class.getMethod("seqOrZero").getReturnType()).isEqualTo(long.class);
    assertThat(Event.class.getMethod("payload").getReturnType()).isEqualTo(JsonSlice.class);
    assertThat(Event.class.getMethod("timestamp").getReturnType()).isEqualTo(long.class);
    assertThat(Event.class.getMethod("seq").getReturnType()).isEqualTo(OptionalLong.class);
  }
}
