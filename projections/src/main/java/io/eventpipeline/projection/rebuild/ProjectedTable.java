package io.eventpipeline.projection.rebuild;

/** The tables, and the columns that decide which row of a key is the newest. */
enum ProjectedTable {
  USERS("users", "user_id", "created_at"),
  ORDERS("orders", "order_id", "placed_at"),
  PAYMENTS("payments", "payment_id", "settled_at"),
  INVENTORY("inventory", "sku", "last_adjusted_at");

  private final String tableName;
  private final String key;
  private final String time;

  ProjectedTable(String tableName, String key, String time) {
    this.tableName = tableName;
    this.key = key;
    this.time = time;
  }

  String tableName() {
    return tableName;
  }

  /** The column of the primary key. */
  String key() {
    return key;
  }

  /** The column of the event time. */
  String time() {
    return time;
  }
}
