package io.eventpipeline.projection;

import io.eventpipeline.projection.row.OrderRow;
import io.eventpipeline.projection.row.PaymentRow;
import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.row.StockRow;
import io.eventpipeline.projection.row.UserRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Rows for tests. */
public final class SampleRows {
  private static final long TIME = 1_795_000_000_123L;

  private SampleRows() {}

  /** A row of its own key and event. */
  public static ProjectionRow order(int number) {
    return order("o-" + number, TIME + number, "e-" + number);
  }

  public static ProjectionRow order(String orderId, long time, String eventId) {
    return new OrderRow(orderId, "ann", new BigDecimal("30.75"), "placed", time, eventId);
  }

  public static List<ProjectionRow> orders(int count) {
    List<ProjectionRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(order(i));
    }
    return rows;
  }

  /**
   * Rows of all tables in random order: few keys, few times so that many are equal, and each event
   * up to three times.
   */
  public static List<ProjectionRow> history(Random random, int events, int keys) {
    List<ProjectionRow> rows = new ArrayList<>();
    for (int event = 0; event < events; event++) {
      ProjectionRow row = any(random, event, keys);
      rows.addAll(Collections.nCopies(1 + random.nextInt(3), row));
    }
    Collections.shuffle(rows, random);
    return rows;
  }

  private static ProjectionRow any(Random random, int event, int keys) {
    // Keys on both sides of the surrogates, and ids that are not in the order of the events.
    String key = List.of("k", "ä", "\uFFFD", "😀").get(event % 4) + random.nextInt(keys);
    String id = "e-" + Integer.reverse(event);
    long time = TIME + random.nextInt(4);
    BigDecimal amount = BigDecimal.valueOf(random.nextInt(), 2);
    return switch (ProjectedType.values()[random.nextInt(4)]) {
      case USER_CREATED -> new UserRow(key, "mail " + event, "name " + event, time, id);
      case ORDER_PLACED -> new OrderRow(key, "ann", amount, "status " + event, time, id);
      case PAYMENT_SETTLED -> new PaymentRow(key, "o-1", amount, "status " + event, time, id);
      case INVENTORY_ADJUSTED -> new StockRow(key, random.nextLong(), time, id);
    };
  }
}
