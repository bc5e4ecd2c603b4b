package io.eventpipeline.projection.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.projection.RowModel;
import io.eventpipeline.projection.SampleRows;
import io.eventpipeline.projection.row.OrderRow;
import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.ProjectionRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RowBatchTest {
  @Property
  void keeps_the_newest_of_each_key_in_the_order_of_locks(@ForAll long seed) {
    List<ProjectionRow> rows = SampleRows.history(new Random(seed), 60, 3);
    RowModel model = RowModel.of(rows);

    RowBatch batch = RowBatch.of(rows);

    assertThat(batch.users()).isEqualTo(model.rows(ProjectedType.USER_CREATED));
    assertThat(batch.orders()).isEqualTo(model.rows(ProjectedType.ORDER_PLACED));
    assertThat(batch.payments()).isEqualTo(model.rows(ProjectedType.PAYMENT_SETTLED));
    assertThat(batch.stock()).isEqualTo(model.rows(ProjectedType.INVENTORY_ADJUSTED));
    assertThat(batch.byTable().stream().mapToInt(RowBatch::size).sum()).isEqualTo(batch.size());
  }

  @Test
  void of_two_rows_of_one_event_the_last_one_counts() {
    ProjectionRow before = SampleRows.order("o", 1, "e");
    ProjectionRow edited = new OrderRow("o", "bob", BigDecimal.ONE, "edited", 1, "e");

    assertThat(RowBatch.of(List.of(before, edited)).orders()).isEqualTo(List.of(edited));
  }
}
