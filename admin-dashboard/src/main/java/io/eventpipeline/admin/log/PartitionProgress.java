package io.eventpipeline.admin.log;

/**
 * How far the consumers are with one partition.
 *
 * @param committed the first offset that is not final; all below are
 * @param end where readers of committed records end
 * @param open offsets behind {@code end}: a transaction is open
 * @param oldestAt timestamp of the oldest record that is not final, unix milliseconds; 0 if there
 *     is none, or nobody knows
 */
public record PartitionProgress(int partition, long committed, long end, long open, long oldestAt) {
  /** Offsets that are not final. Transactions count their markers. */
  public long lag() {
    return Math.max(0, end - committed);
  }

  /** How long the oldest one waits, in milliseconds; 0 if none does or nobody knows. */
  public long ageMs(long now) {
    return oldestAt == 0 ? 0 : Math.max(0, now - oldestAt);
  }
}
