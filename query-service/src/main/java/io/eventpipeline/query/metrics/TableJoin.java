package io.eventpipeline.query.metrics;

import io.eventpipeline.query.packed.PackedNames;
import io.eventpipeline.query.reference.ReferenceTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Remembers where the users of the mirror stand in a table. One thread at a time. */
final class TableJoin {
  /** Not the table itself, which would stay in memory while the next one is loaded. */
  private String version = "";

  private @Nullable PackedNames users;
  private int[] rows = {};
  private int known;

  /** The row of each user in the table, by the user's number; -1 if the table has no such user. */
  int[] rows(PackedNames of, String tableVersion, ReferenceTable table) {
    if (of != users || !tableVersion.equals(version)) {
      users = of;
      version = tableVersion;
      known = 0;
    }
    if (rows.length < of.size()) {
      rows = Arrays.copyOf(rows, of.size() + of.size() / 2);
    }
    for (; known < of.size(); known++) {
      rows[known] = table.users().find(of, known);
    }
    return rows;
  }
}
