package io.eventpipeline.query.reference;

import java.util.Map;

/** Tables for tests of other packages. */
public final class TestTables {
  private TestTables() {}

  /**
   * @param users the attributes of each user
   */
  public static ReferenceTable of(Map<String, Map<String, String>> users) {
    return TableChunksTest.read(TableChunksTest.chunks(TableChunksTest.table(users)));
  }
}
