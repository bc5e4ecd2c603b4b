package io.eventpipeline.contract.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.EventWriter;
import io.eventpipeline.contract.Parsed;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecordRoundTripTest {
  @Property
  void what_a_client_sent_is_what_a_consumer_reads(
      @ForAll("ids") String id,
      @ForAll("names") String userId,
      @ForAll("names") String type,
      @ForAll("objects") String payload) {
    byte[] body =
        ("{\"payload\":%s,\"type\":\"%s\",\"userId\":\"%s\"}"
                .formatted(payload, quoted(type), quoted(userId)))
            .getBytes(UTF_8);

    EventDraft draft = value(EventReader.draft(body, 0));
    Event event = value(EventReader.event(EventWriter.record(id, draft, 1234), 0));

    assertThat(event.id()).isEqualTo(id);
    assertThat(event.userId()).isEqualTo(userId);
    assertThat(event.type()).isEqualTo(type);
    assertThat(event.payload()).hasToString(payload);
    assertThat(event.timestamp()).isEqualTo(1234);
  }

  @Property
  void no_body_makes_the_reader_fail(@ForAll byte[] body) {
    assertThat(EventReader.draft(body, 0)).isInstanceOf(Parsed.Invalid.class);
    assertThat(EventReader.batch(body, 0)).isInstanceOf(Parsed.Invalid.class);
    assertThat(EventReader.event(body, 0)).isInstanceOf(Parsed.Invalid.class);
  }

  /** Small changes to a valid text come closer to the edges than arbitrary bytes. */
  @Property
  void what_is_read_from_a_damaged_body_can_be_read_again(
      @ForAll("objects") String payload, @ForAll byte damage, @ForAll double where) {
    byte[] body = ("{\"userId\":\"u\",\"type\":\"t\",\"payload\":" + payload + "}").getBytes(UTF_8);
    body[(int) (Math.abs(where % 1) * body.length)] = damage;

    if (EventReader.draft(body, 0) instanceof Parsed.Valid<EventDraft>(EventDraft draft)) {
      Event event = value(EventReader.event(EventWriter.record("e", draft, 0), 0));
      assertThat(event.seqOrZero()).isEqualTo(draft.seq());
      assertThat(event.payload().toBytes()).isEqualTo(draft.payload().toBytes());
    }
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .numeric()
        .withChars("._:-")
        .ofMinLength(1)
        .ofMaxLength(128)
        .filter(id -> !Set.of("list", ".", "..").contains(id));
  }

  @Provide
  Arbitrary<String> names() {
    return unicode(256).filter(name -> EventRules.checkName(name) == null);
  }

  @Provide
  Arbitrary<String> objects() {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            unicode(20).map(s -> "\"" + quoted(s) + "\""),
            Arbitraries.bigDecimals().map(Object::toString),
            Arbitraries.of("true", "false", "null", " [ ] ", "{}\n", "[1, {\"seq\":0}]"));
    return Arbitraries.maps(unicode(8).filter(s -> !s.equals("seq")), scalars)
        .ofMaxSize(6)
        .map(
            fields -> {
              var json = new StringBuilder("{");
              fields.forEach(
                  (name, value) ->
                      json.append(json.length() == 1 ? " " : ",")
                          .append('"')
                          .append(quoted(name))
                          .append("\": ")
                          .append(value));
              return json.append('}').toString();
            });
  }

  private static Arbitrary<String> unicode(int maxCodePoints) {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(maxCodePoints)
        .map(cs -> cs.stream().map(Character::toString).reduce("", String::concat));
  }

  private static <T> T value(Parsed<T> parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid<T>) parsed).value();
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsUTF8(text), UTF_8);
  }
}
