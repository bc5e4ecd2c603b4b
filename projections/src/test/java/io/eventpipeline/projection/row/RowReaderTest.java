package io.eventpipeline.projection.row;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowReaderTest {
  private static final long TIME = Instant.parse("2026-11-20T09:30:00.123Z").toEpochMilli();
  private static final String TIMESTAMP = "\"timestamp\":\"2026-11-20T09:30:00.123Z\"";
  private static final String USER =
      "{\"userId\":\"ann\",\"email\":\"ann@example.org\",\"name\":\"Ann Ä 😀\"," + TIMESTAMP + "}";
  private static final String ORDER =
      "{\"orderId\":\"o-1\",\"userId\":\"ann\",\"amount\":30.75,\"status\":\"placed\","
          + TIMESTAMP
          + "}";
  private static final String PAYMENT =
      "{\"paymentId\":\"p-1\",\"orderId\":\"o-1\",\"amount\":\"-0.5\",\"status\":\"settled\","
          + TIMESTAMP
          + "}";
  private static final String STOCK =
      "{\"sku\":\"s-1\",\"quantityChange\":-3,\"newQuantity\":7," + TIMESTAMP + "}";

  /** A payload of each type that is right. */
  private static final Map<String, String> RIGHT =
      Map.of(
          "UserCreatedEvent", USER,
          "OrderPlacedEvent", ORDER,
          "PaymentSettledEvent", PAYMENT,
          "InventoryAdjustedEvent", STOCK);

  private static ProjectionRow read(String type, String payload) {
    return RowReader.read(event(type, payload));
  }

  private static Event event(String type, String payload) {
    return anEvent().id("e-1").type(type).payload(payload).timestamp(TIME).event();
  }

  @Test
  void each_type_becomes_its_row() {
    assertThat(read("UserCreatedEvent", USER))
        .isEqualTo(new UserRow("ann", "ann@example.org", "Ann Ä 😀", TIME, "e-1"));
    assertThat(read("OrderPlacedEvent", ORDER))
        .isEqualTo(new OrderRow("o-1", "ann", new BigDecimal("30.75"), "placed", TIME, "e-1"));
    assertThat(read("PaymentSettledEvent", PAYMENT))
        .isEqualTo(new PaymentRow("p-1", "o-1", new BigDecimal("-0.50"), "settled", TIME, "e-1"));
    assertThat(read("InventoryAdjustedEvent", STOCK))
        .isEqualTo(new StockRow("s-1", 7, TIME, "e-1"));
  }

  @Test
  void a_typed_record_has_the_time_of_its_timestamp() {
    assertThat(RowReader.read(typed("2026-11-20T09:30:00.123Z")).time()).isEqualTo(TIME);
    assertThat(RowReader.read(typed("2026-11-20T10:30:00.1239+01:00")).time()).isEqualTo(TIME);
  }

  private static Event typed(String timestamp) {
    String record =
        "{\"eventType\":\"UserCreatedEvent\",\"eventId\":\"e-1\",\"userId\":\"ann\",\"email\":\"a\","
            + "\"name\":\"a\",\"timestamp\":\"%s\"}".formatted(timestamp);
    return switch (EventReader.event(record.getBytes(StandardCharsets.UTF_8), 5)) {
      case Parsed.Valid<Event>(Event event) -> event;
      case Parsed.Invalid<Event> invalid -> throw new AssertionError(invalid.errors());
    };
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "-0, 0.00",
    "1.20, 1.20",
    "1.2e1, 12.00",
    "1.500, 1.50",
    "0.1, 0.10",
    "1E-2, 0.01",
    "999999999999999.99, 999999999999999.99",
    "-999999999999999.99, -999999999999999.99",
    "12345678901234567e-2, 123456789012345.67",
    "0e999999999, 0.00",
    "1000e-3, 1.00"
  })
  void an_amount_is_exact_as_number_and_as_string(String amount, BigDecimal expected) {
    for (String json : new String[] {amount, '"' + amount + '"'}) {
      ProjectionRow row = read("OrderPlacedEvent", ORDER.replace("30.75", json));
      assertThat(((OrderRow) row).amount()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30.755        | must have at most 2 decimals",
        "1e-3          | must have at most 2 decimals",
        "1e-999999999  | must have at most 2 decimals",
        "1e15          | must be below 10^15 either side of zero",
        "-1e15         | must be below 10^15 either side of zero",
        "1e999999999   | must be below 10^15 either side of zero",
        "'\"abc\"'     | must be a decimal number",
        "'\"\"'        | must be a decimal number",
        "'\" 1\"'      | must be a decimal number",
        "true          | must be a decimal number",
        "[1]           | must be a decimal number",
        "null          | is required",
      })
  void a_wrong_amount_is_named(String amount, String error) {
    assertThatThrownBy(() -> read("PaymentSettledEvent", PAYMENT.replace("\"-0.5\"", amount)))
        .isInstanceOf(NonRetryable.class)
        .hasMessage("/amount " + error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9223372036854775808  | must fit into 64 bits",
        "-9223372036854775809 | must fit into 64 bits",
        "1e999999999          | must fit into 64 bits",
        "1.5                  | must be a whole number",
        "1e-999999999         | must be a whole number",
        "'\"7\"'              | must be a whole number",
        "false                | must be a whole number",
      })
  void a_wrong_quantity_is_named(String quantity, String error) {
    assertThatThrownBy(() -> read("InventoryAdjustedEvent", STOCK.replace(":7", ":" + quantity)))
        .hasMessage("/newQuantity " + error);
    assertThatThrownBy(() -> read("InventoryAdjustedEvent", STOCK.replace("-3", quantity)))
        .hasMessage("/quantityChange " + error);
  }

  @Property
  void a_quantity_is_any_number_of_64_bits(@ForAll long quantity) {
    ProjectionRow row = read("InventoryAdjustedEvent", STOCK.replace(":7", ":" + quantity));
    assertThat(((StockRow) row).quantity()).isEqualTo(quantity);
  }

  @ParameterizedTest
  @CsvSource({
    "UserCreatedEvent,userId", "UserCreatedEvent,email", "UserCreatedEvent,name",
    "OrderPlacedEvent,orderId", "OrderPlacedEvent,userId", "OrderPlacedEvent,status",
    "PaymentSettledEvent,paymentId", "PaymentSettledEvent,orderId", "PaymentSettledEvent,status",
    "InventoryAdjustedEvent,sku"
  })
  void a_wrong_text_is_named(String type, String member) {
    assertWrong(type, member, "null", "is required");
    assertWrong(type, member, "7", "must be a string");
    assertWrong(type, member, "{}", "must be a string");
    assertWrong(type, member, "\"\"", "must not be empty");
    assertWrong(type, member, "\"a\\u0000\"", "must not have the character U+0000");
    assertWrong(type, member, "\"\\ud800\"", "must be well-formed Unicode");
    assertWrong(type, member, '"' + "😀".repeat(257) + '"', "must have at most 256 characters");
    String longest = '"' + "😀".repeat(256) + '"';
    assertThat(read(type, with(type, member, longest)).eventId()).isEqualTo("e-1");
  }

  private static void assertWrong(String type, String member, String value, String error) {
    assertThatThrownBy(() -> read(type, with(type, member, value)))
        .isInstanceOf(NonRetryable.class)
        .hasMessage("/" + member + " " + error);
  }

  private static String with(String type, String member, String value) {
    return replace(RIGHT.get(type), member, '"' + member + "\":" + value);
  }

  /** Puts something in the place of a member. */
  private static String replace(String payload, String member, String by) {
    String there = "\"" + member + "\":(\"[^\"]*\"|[0-9.-]+)";
    assertThat(payload).containsPattern(there);
    return payload.replaceFirst(there, Matcher.quoteReplacement(by));
  }

  @Test
  void each_member_is_required_and_all_missing_ones_are_named() {
    assertThatThrownBy(() -> read("OrderPlacedEvent", "{\"orderId\":\"o-1\"}"))
        .hasMessage(
            "/userId is required; /amount is required; /status is required;"
                + " /timestamp is required");
    assertThatThrownBy(() -> read("InventoryAdjustedEvent", "{}"))
        .hasMessageContainingAll("/sku ", "/quantityChange ", "/newQuantity ", "/timestamp ");
  }

  @Test
  void a_timestamp_must_be_there_and_in_the_range_of_the_tables() {
    assertWrong("UserCreatedEvent", "timestamp", "null", "is required");
    assertWrong("UserCreatedEvent", "timestamp", "{}", "must be a time");
    assertThat(read("UserCreatedEvent", with("UserCreatedEvent", "timestamp", "5"))).isNotNull();
    for (String far : List.of("0000-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z")) {
      assertThatThrownBy(() -> RowReader.read(typed(far)))
          .hasMessage("/timestamp must be within the years 1 to 9999");
    }
  }

  @Test
  void a_member_that_occurs_twice_is_refused() {
    assertWrong("OrderPlacedEvent", "amount", "1,\"amount\":1", "must not occur twice");
    assertThat(
            read("OrderPlacedEvent", ORDER.replaceFirst("[{]", "{\"x\":1,\"x\":{\"amount\":2},")))
        .isEqualTo(read("OrderPlacedEvent", ORDER));
  }

  @Test
  void other_types_have_no_table() {
    assertThatThrownBy(() -> read("order.paid", "{}"))
        .isInstanceOf(NonRetryable.class)
        .hasMessage("no table holds events of type order.paid");
  }

  @Property(tries = 200)
  void the_row_has_the_time_of_the_event(@ForAll @LongRange(min = 0, max = 1L << 42) long time) {
    Event event = anEvent().type("UserCreatedEvent").payload(USER).timestamp(time).event();
    assertThat(RowReader.read(event).time()).isEqualTo(time);
  }
}
