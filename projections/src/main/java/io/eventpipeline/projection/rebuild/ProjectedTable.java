package io.eventpipeline.projection.rebuild;

import io.eventpipeline.projection.row.ProjectedType;

/** The tables, and the columns that decide which row of a key is the newest. */
enum ProjectedTable {
  USERS(ProjectedType.USER_CREATED, "user_id", "created_at"),
  ORDERS(ProjectedType.ORDER_PLACED, "order_id", "placed_at"),
  PAYMENTS(ProjectedType.PAYMENT_SETTLED, "payment_id", "settled_at"),
  INVENTORY(ProjectedType.INVENTORY_ADJUSTED, "sku", "last_adjusted_at");

  private final ProjectedType type;
  private final String key;
  private final String time;

  ProjectedTable(ProjectedType type, String key, String time) {
    this.type = type;
    this.key = key;
    this.time = time;
  }

  String tableName() {
    return type.table();
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
