package io.eventpipeline.projection.row;

import com.fasterxml.jackson.core.JsonParser;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Reads events into rows. Threads: any. */
public final class RowReader {
  private static final long FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_TIME = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private RowReader() {}

  /**
   * The row of an event. Its time is {@link Event#time()}, which is the {@code timestamp} of an
   * event that was sent in the typed form.
   *
   * @throws NonRetryable naming each field of the payload that is missing or not right; a member
   *     that occurs twice is not right
   */
  public static ProjectionRow read(Event event) {
    ProjectedType type =
        ProjectedType.named(event.type())
            .orElseThrow(() -> new NonRetryable("no table holds events of type " + event.type()));
    Parsed<ProjectionRow> parsed =
        JsonDocument.object(
            event.payload().toBytes(), (text, parser) -> read(event, type, text, parser));
    return switch (parsed) {
      case Parsed.Valid<ProjectionRow>(ProjectionRow row) -> row;
      case Parsed.Invalid<ProjectionRow> invalid ->
          throw new NonRetryable(FieldError.line(invalid.errors()));
    };
  }

  private static Parsed<ProjectionRow> read(
      Event event, ProjectedType type, byte[] text, JsonParser parser) throws IOException {
    PayloadFields fields = new PayloadFields(type, new JsonMembers(text, parser));
    ProjectionRow row = row(event, type, fields);
    fields.requireTime();
    if (event.time() < FIRST_TIME || event.time() > LAST_TIME) {
      fields.reportError(ProjectedType.TIMESTAMP, "must be within the years 1 to 9999");
    }
    return fields.errors().isEmpty()
        ? new Parsed.Valid<>(row)
        : new Parsed.Invalid<>(List.copyOf(fields.errors()), event.id());
  }

  private static ProjectionRow row(Event event, ProjectedType type, PayloadFields fields) {
    return switch (type) {
      case USER_CREATED ->
          new UserRow(
              fields.text("userId"),
              fields.text("email"),
              fields.text("name"),
              event.time(),
              event.id());
      case ORDER_PLACED ->
          new OrderRow(
              fields.text("orderId"),
              fields.text("userId"),
              fields.amount("amount"),
              fields.text("status"),
              event.time(),
              event.id());
      case PAYMENT_SETTLED ->
          new PaymentRow(
              fields.text("paymentId"),
              fields.text("orderId"),
              fields.amount("amount"),
              fields.text("status"),
              event.time(),
              event.id());
      case INVENTORY_ADJUSTED -> stock(event, fields);
    };
  }

  /** The change is asked for, so that no half event passes; the table needs only the result. */
  private static ProjectionRow stock(Event event, PayloadFields fields) {
    long ignored = fields.quantity("quantityChange");
    return new StockRow(
        fields.text("sku"), fields.quantity("newQuantity"), event.time(), event.id());
  }
}
