package io.eventpipeline.contract.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventWriter;
import io.eventpipeline.contract.JsonSlice;
import io.eventpipeline.contract.Parsed;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Which form an object has depends on its members alone, not on their order or values. */
class RecognitionTest {
  private static final List<String> NAMES =
      List.of("userId", "type", "payload", "eventType", "event_id", "user_id", "ts", "sku", "x");

  @Property
  void the_form_follows_the_fixed_order(
      @ForAll("members") List<String> names, @ForAll("values") String value) {
    byte[] body =
        names.stream()
            .map(name -> "\"" + name + "\":" + value)
            .collect(Collectors.joining(",", "{", "}"))
            .getBytes(UTF_8);

    String form =
        switch (EventReader.sent(body, 0)) {
          case SentEvents.Analytics analytics -> "analytics";
          case SentEvents.One(Parsed<EventDraft> event) ->
              event.toString().equals(TypedForm.read(body).toString()) ? "typed" : "own";
        };

    assertThat(form).isEqualTo(expected(Set.copyOf(names)));
  }

  private static String expected(Set<String> names) {
    boolean user = names.contains("userId");
    boolean type = names.contains("type");
    if (user && type) {
      return "own";
    }
    if (names.contains("eventType") && !type) {
      return "typed";
    }
    boolean analytics = names.contains("event_id") || names.contains("user_id");
    return analytics && !user ? "analytics" : "own";
  }

  @Property
  void a_draft_becomes_the_same_event_through_its_record(
      @ForAll @LongRange(min = 1, max = 9007199254740991L) long seq,
      @ForAll boolean unordered,
      @ForAll("times") Long ts) {
    EventParts parts = new EventParts("e", "u", "t", ts, unordered);
    EventDraft draft = value(EventReader.draft(parts, ("{\"seq\":" + seq + "}").getBytes(UTF_8)));

    Event event = value(EventReader.event(EventWriter.record("e", draft, 99), 0));

    assertThat(event.seqOrZero()).isEqualTo(unordered ? Event.NO_SEQ : seq).isEqualTo(draft.seq());
    assertThat(event.time()).isEqualTo(ts == null ? 99 : ts);
    assertThat(event.timestamp()).isEqualTo(99);
    assertThat(event.payload()).extracting(JsonSlice::toString).isEqualTo("{\"seq\":" + seq + "}");
  }

  @Provide
  Arbitrary<List<String>> members() {
    return Arbitraries.of(NAMES).list().uniqueElements();
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of("\"a\"", "1", "null", "{}", "[{\"userId\":1,\"type\":2}]");
  }

  @Provide
  Arbitrary<Long> times() {
    return Arbitraries.longs().between(-9007199254740991L, 9007199254740991L).injectNull(0.2);
  }

  private static <T> T value(Parsed<T> parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid<T>) parsed).value();
  }
}
