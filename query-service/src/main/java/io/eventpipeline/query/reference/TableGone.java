package io.eventpipeline.query.reference;

/** A table that was current is not in Redis any more: another one has replaced it. */
public final class TableGone extends Exception {
  TableGone(String version) {
    super("the reference table " + version + " is not in Redis any more");
  }
}
