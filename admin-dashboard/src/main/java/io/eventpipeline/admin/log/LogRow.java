package io.eventpipeline.admin.log;

/**
 * What a list shows of one record.
 *
 * @param id of the event; of a record that holds none it begins with {@code poison~}
 * @param userId empty if the record holds no event
 * @param type empty if the record holds no event
 * @param seq 0 if there is none
 * @param at the record's timestamp, unix milliseconds
 * @param replay whether an operator sent it
 */
public record LogRow(
    String id,
    String userId,
    String type,
    long seq,
    long at,
    int partition,
    long offset,
    boolean replay) {
  /** Whether the record holds a valid event. */
  public boolean isEvent() {
    return !userId.isEmpty();
  }
}
