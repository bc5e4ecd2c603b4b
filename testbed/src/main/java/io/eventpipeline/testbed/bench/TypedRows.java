package io.eventpipeline.testbed.bench;

import io.eventpipeline.testbed.rig.SqlTable;
import java.time.Instant;
import java.util.List;

/**
 * Typed events, and the rows that they become. Of twenty, two are of users, eight of orders, seven
 * of payments and three of stock. Each user has two events and eight orders; there are 1,000 SKUs.
 *
 * @param name prefix of all ids, unique to a run
 */
record TypedRows(String name, int count) implements TopicEvents {
  private static final int BLOCK = 20;
  private static final int USERS = 2;
  private static final int ORDERS = 8;
  private static final int PAYMENTS = 7;
  private static final int STOCKS = 3;
  private static final int SKUS = 1000;

  /** Unix milliseconds of the first event. Each happens a millisecond after the one before. */
  private static final long BEGIN = 1_790_000_000_000L;

  @Override
  public String id(int i) {
    return name + "-" + i;
  }

  @Override
  public String user(int i) {
    List<String> values = values(i);
    return switch (table(i)) {
      case USERS, INVENTORY -> values.getFirst();
      case ORDERS, PAYMENTS -> values.get(1);
    };
  }

  /** Unix milliseconds. */
  long time(int i) {
    return BEGIN + i;
  }

  /** How many users have orders. */
  int users() {
    return Math.max(1, count / BLOCK);
  }

  /** How many different orders there are. */
  int orders() {
    int rest = count % BLOCK;
    return count / BLOCK * ORDERS + Math.clamp(rest - USERS, 0, ORDERS);
  }

  /** The user with this number. */
  String userId(int number) {
    return name + "-u" + number % users();
  }

  SqlTable table(int i) {
    int slot = i % BLOCK;
    return slot < USERS
        ? SqlTable.USERS
        : slot < USERS + ORDERS
            ? SqlTable.ORDERS
            : slot < USERS + ORDERS + PAYMENTS ? SqlTable.PAYMENTS : SqlTable.INVENTORY;
  }

  /** The values of its row, as {@link SqlTable#columns} names them. */
  List<String> values(int i) {
    int block = i / BLOCK;
    int slot = i % BLOCK;
    return switch (table(i)) {
      case USERS -> user(userId(block * USERS + slot));
      case ORDERS -> {
        int order = block * ORDERS + slot - USERS;
        yield List.of(name + "-o" + order, userId(order), amount(order), "placed");
      }
      case PAYMENTS -> {
        int payment = block * PAYMENTS + slot - USERS - ORDERS;
        yield List.of(name + "-p" + payment, name + "-o" + payment, amount(payment), "settled");
      }
      case INVENTORY -> {
        int stock = block * STOCKS + slot - USERS - ORDERS - PAYMENTS;
        yield List.of("sku-" + stock % SKUS, "" + stock);
      }
    };
  }

  private static List<String> user(String id) {
    return List.of(id, id + "@example.com", "Name of " + id);
  }

  private static String amount(int number) {
    return number % 1000 + ".75";
  }

  @Override
  public String record(int i) {
    SqlTable table = table(i);
    List<String> values = values(i);
    StringBuilder json =
        new StringBuilder(
            "{\"eventId\":\"%s\",\"eventType\":\"%s\",\"timestamp\":\"%s\""
                .formatted(id(i), table.type(), Instant.ofEpochMilli(time(i))));
    for (int m = 0; m < values.size(); m++) {
      String member = table.members().get(m);
      boolean isNumber = member.equals("amount") || member.equals("newQuantity");
      String quote = isNumber ? "" : "\"";
      json.append(",\"").append(member).append("\":").append(quote).append(values.get(m));
      json.append(quote);
    }
    return json.append(table == SqlTable.INVENTORY ? ",\"quantityChange\":-1}" : "}").toString();
  }
}
