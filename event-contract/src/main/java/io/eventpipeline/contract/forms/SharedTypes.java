package io.eventpipeline.contract.forms;

/** Lets events in memory share their types. Threads: any. */
final class SharedTypes {
  /** The latest type of each hash. Threads may overwrite each other's, which does no harm. */
  private static final String[] TYPES = new String[64];

  private SharedTypes() {}

  /** An equal type that was read before, or else this one. */
  static String shared(String type) {
    int at = type.hashCode() & (TYPES.length - 1);
    String before = TYPES[at];
    if (type.equals(before)) {
      return before;
    }
    TYPES[at] = type;
    return type;
  }
}
