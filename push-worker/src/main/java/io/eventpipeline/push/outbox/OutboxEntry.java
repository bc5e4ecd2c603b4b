package io.eventpipeline.push.outbox;

/**
 * One entry of the outbox.
 *
 * @param id of Redis, such as {@code 1700000000000-0}
 * @param text the field {@code d}; empty if the entry has none
 */
public record OutboxEntry(String id, String text) {
  /** Without the text, because it must not get into logs. */
  @Override
  public String toString() {
    return "OutboxEntry[" + id + "]";
  }

  /** When it was added, in unix milliseconds by Redis' clock. */
  public long addedAt() {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }
}
