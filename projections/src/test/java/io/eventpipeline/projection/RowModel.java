package io.eventpipeline.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.row.TextOrder;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the tables must hold: of each key the newest row, however the rows came. */
public final class RowModel {
  private final Map<ProjectedType, Map<String, ProjectionRow>> tables =
      new EnumMap<>(ProjectedType.class);

  public static RowModel of(Collection<? extends ProjectionRow> rows) {
    RowModel model = new RowModel();
    rows.forEach(model::add);
    return model;
  }

  private void add(ProjectionRow row) {
    ProjectionRow unused =
        tables
            .computeIfAbsent(ProjectedType.of(row), type -> new TreeMap<>(TextOrder.BY_CODE_POINT))
            .merge(row.key(), row, (there, more) -> isOlder(there, more) ? more : there);
  }

  private static boolean isOlder(ProjectionRow there, ProjectionRow more) {
    return Comparator.comparingLong(ProjectionRow::time)
            .thenComparing(ProjectionRow::eventId)
            .compare(there, more)
        < 0;
  }

  /** The rows of a table, by key. */
  public List<ProjectionRow> rows(ProjectedType type) {
    return List.copyOf(tables.getOrDefault(type, Map.of()).values());
  }

  public void assertEquals(TestDatabase found) throws SQLException {
    for (ProjectedType type : ProjectedType.values()) {
      assertThat(found.rows(type)).as(type.table()).isEqualTo(rows(type));
    }
  }
}
