package io.eventpipeline.consumer.handle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInHandlerTest {
  private final BuiltInHandler handler = new BuiltInHandler();

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"fail\":false}", "{\"a\":{\"fail\":true}}", "{\"fail\":\"true\"}"})
  void succeeds(String payload) {
    assertThatCode(() -> handler.handle(event(payload))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource
  void reads_every_payload_that_is_accepted(String value) {
    assertThatCode(() -> handler.handle(event("{\"fail\":false,\"a\":" + value + "}")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> handler.handle(event("{\"a\":" + value + ",\"fail\":true}")))
        .hasMessage("payload.fail is true");
  }

  static String[] reads_every_payload_that_is_accepted() {
    return new String[] {
      "0",
      "7".repeat(1001),
      "{\"" + "n".repeat(60_000) + "\":1}",
      "\"" + "x".repeat(20_000_001) + "\"",
      "[".repeat(98) + "]".repeat(98)
    };
  }

  private static Event event(String payload) {
    String record = "{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":" + payload + "}";
    return switch (EventReader.event(record.getBytes(UTF_8), 1)) {
      case Parsed.Valid<Event>(Event event) -> event;
      case Parsed.Invalid<Event> bad -> throw new IllegalArgumentException(bad.toString());
    };
  }
}
