package io.eventpipeline.projection.sql;

import io.eventpipeline.projection.row.OrderRow;
import io.eventpipeline.projection.row.PaymentRow;
import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.row.StockRow;
import io.eventpipeline.projection.row.TextOrder;
import io.eventpipeline.projection.row.UserRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows to write in one transaction: of each key only the newest, because a statement may touch a
 * row only once. They stand in the order in which every transaction locks them, so that none waits
 * for another in a circle.
 */
public record RowBatch(
    List<UserRow> users, List<OrderRow> orders, List<PaymentRow> payments, List<StockRow> stock) {
  /** The order of locks: by table, then by key; rows of one key from the oldest to the newest. */
  public static final Comparator<ProjectionRow> LOCK_ORDER =
      Comparator.comparing(ProjectedType::of)
          .thenComparing(ProjectionRow::key, TextOrder.BY_CODE_POINT)
          .thenComparing(ProjectionRow.BY_AGE);

  /**
   * The newest of each key.
   *
   * @param rows of several rows of one event and key, the last one counts
   */
  public static RowBatch of(Collection<? extends ProjectionRow> rows) {
    List<ProjectionRow> sorted = new ArrayList<>(rows);
    sorted.sort(LOCK_ORDER);
    RowBatch batch =
        new RowBatch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < sorted.size(); i++) {
      if (i + 1 == sorted.size() || !haveOneKey(sorted.get(i), sorted.get(i + 1))) {
        batch.add(sorted.get(i));
      }
    }
    return batch;
  }

  private static boolean haveOneKey(ProjectionRow a, ProjectionRow b) {
    return ProjectedType.of(a) == ProjectedType.of(b) && a.key().equals(b.key());
  }

  private void add(ProjectionRow row) {
    switch (row) {
      case UserRow user -> users.add(user);
      case OrderRow order -> orders.add(order);
      case PaymentRow payment -> payments.add(payment);
      case StockRow adjusted -> stock.add(adjusted);
    }
  }

  /** A batch for each table that has rows, in the order of {@link #LOCK_ORDER}. */
  public List<RowBatch> byTable() {
    return Stream.of(
            new RowBatch(users, List.of(), List.of(), List.of()),
            new RowBatch(List.of(), orders, List.of(), List.of()),
            new RowBatch(List.of(), List.of(), payments, List.of()),
            new RowBatch(List.of(), List.of(), List.of(), stock))
        .filter(table -> table.size() > 0)
        .toList();
  }

  /** The number of rows. */
  public int size() {
    return users.size() + orders.size() + payments.size() + stock.size();
  }
}
