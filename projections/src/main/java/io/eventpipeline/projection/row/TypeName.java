package io.eventpipeline.projection.row;

/** The names of the types, as they stand in events and in settings. */
public final class TypeName {
  static final String USER_CREATED = "UserCreatedEvent";
  static final String ORDER_PLACED = "OrderPlacedEvent";
  static final String PAYMENT_SETTLED = "PaymentSettledEvent";
  static final String INVENTORY_ADJUSTED = "InventoryAdjustedEvent";

  /** All names, separated by commas. */
  public static final String ALL =
      USER_CREATED + "," + ORDER_PLACED + "," + PAYMENT_SETTLED + "," + INVENTORY_ADJUSTED;

  private TypeName() {}
}
