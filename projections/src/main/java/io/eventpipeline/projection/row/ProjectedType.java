package io.eventpipeline.projection.row;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The types of events that become rows, the tables, and the members that a payload must have. */
public enum ProjectedType {
  USER_CREATED(TypeName.USER_CREATED, "users", "userId", "email", "name"),
  ORDER_PLACED(TypeName.ORDER_PLACED, "orders", "orderId", "userId", "amount", "status"),
  PAYMENT_SETTLED(TypeName.PAYMENT_SETTLED, "payments", "paymentId", "orderId", "amount", "status"),
  INVENTORY_ADJUSTED(
      TypeName.INVENTORY_ADJUSTED, "inventory", "sku", "quantityChange", "newQuantity");

  /** The member that says when the event happened. */
  static final String TIMESTAMP = "timestamp";

  private final String typeName;
  private final String table;
  private final Set<String> members;

  ProjectedType(String typeName, String table, String... members) {
    this.typeName = typeName;
    this.table = table;
    this.members = Set.of(members);
  }

  /** The type with this name, if there is one. */
  public static Optional<ProjectedType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.typeName.equals(name)).findFirst();
  }

  /** The type whose rows are of this kind. */
  public static ProjectedType of(ProjectionRow row) {
    return switch (row) {
      case UserRow _ -> USER_CREATED;
      case OrderRow _ -> ORDER_PLACED;
      case PaymentRow _ -> PAYMENT_SETTLED;
      case StockRow _ -> INVENTORY_ADJUSTED;
    };
  }

  /** The table of its rows. */
  public String table() {
    return table;
  }

  /** True if the reader of payloads looks at the member. */
  boolean reads(String member) {
    return members.contains(member) || member.equals(TIMESTAMP);
  }
}
