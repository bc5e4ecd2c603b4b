package io.eventpipeline.local.simulate;

import java.time.Instant;

/** Writes a shop's events in the typed form. Arguments go into JSON unescaped. */
public final class ShopEvents {
  private ShopEvents() {}

  /** A user exists. */
  public static String userCreated(
      String eventId, String userId, String email, String name, Instant at) {
    return """
    {"eventType":"UserCreatedEvent","eventId":"%s","userId":"%s","email":"%s","name":"%s",\
    "timestamp":"%s"}\
    """
        .formatted(eventId, userId, email, name, at);
  }

  /**
   * An order, or a newer version of it.
   *
   * @param amount a JSON value
   */
  public static String orderPlaced(
      String eventId, String orderId, String userId, String amount, String status, Instant at) {
    return """
    {"eventType":"OrderPlacedEvent","eventId":"%s","orderId":"%s","userId":"%s","amount":%s,\
    "status":"%s","timestamp":"%s"}\
    """
        .formatted(eventId, orderId, userId, amount, status, at);
  }

  /**
   * The payment of an order.
   *
   * @param amount a JSON value
   */
  public static String paymentSettled(
      String eventId, String paymentId, String orderId, String amount, Instant at) {
    return """
    {"eventType":"PaymentSettledEvent","eventId":"%s","paymentId":"%s","orderId":"%s",\
    "amount":%s,"status":"SETTLED","timestamp":"%s"}\
    """
        .formatted(eventId, paymentId, orderId, amount, at);
  }

  /** Stock of an article changes. */
  public static String inventoryAdjusted(
      String eventId, String sku, int change, int quantity, Instant at) {
    return """
    {"eventType":"InventoryAdjustedEvent","eventId":"%s","sku":"%s","quantityChange":%d,\
    "newQuantity":%d,"timestamp":"%s"}\
    """
        .formatted(eventId, sku, change, quantity, at);
  }
}
