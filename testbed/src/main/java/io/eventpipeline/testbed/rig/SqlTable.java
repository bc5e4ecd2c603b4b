package io.eventpipeline.testbed.rig;

import java.util.List;
import java.util.Locale;

/** A table of the projections, and the events that it stores. */
public enum SqlTable {
  USERS(
      "UserCreatedEvent",
      List.of("userId", "email", "name"),
      List.of("user_id", "email", "name"),
      "created_at"),
  ORDERS(
      "OrderPlacedEvent",
      List.of("orderId", "userId", "amount", "status"),
      List.of("order_id", "user_id", "amount", "status"),
      "placed_at"),
  PAYMENTS(
      "PaymentSettledEvent",
      List.of("paymentId", "orderId", "amount", "status"),
      List.of("payment_id", "order_id", "amount", "status"),
      "settled_at"),
  INVENTORY(
      "InventoryAdjustedEvent",
      List.of("sku", "newQuantity"),
      List.of("sku", "quantity"),
      "last_adjusted_at");

  private final String type;
  private final List<String> members;
  private final List<String> columns;
  private final String moment;

  SqlTable(String type, List<String> members, List<String> columns, String moment) {
    this.type = type;
    this.members = members;
    this.columns = columns;
    this.moment = moment;
  }

  /** The type of its events. */
  public String type() {
    return type;
  }

  /** Its name. */
  public String table() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The members of an event that {@link #columns} hold, in the same order. */
  public List<String> members() {
    return members;
  }

  /** Its columns, the key first, without its time and the event's id. */
  public List<String> columns() {
    return columns;
  }

  /** The column of the event's time. */
  public String moment() {
    return moment;
  }

  /** Reads all rows as {@link SqlEvent#row} writes them. */
  String select() {
    return "SELECT %s, (extract(epoch FROM %s) * 1000)::bigint, event_id FROM %s"
        .formatted(String.join(", ", columns), moment, table());
  }
}
