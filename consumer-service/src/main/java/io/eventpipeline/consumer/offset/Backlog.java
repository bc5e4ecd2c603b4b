package io.eventpipeline.consumer.offset;

/** How far a partition is behind. The poll thread writes; any thread reads. */
public final class Backlog {
  private static final long NONE = Long.MAX_VALUE;

  private final LogTimes times = new LogTimes();
  private long end;
  private volatile long lag;
  private volatile long oldest = NONE;

  /**
   * Adds a record that was read.
   *
   * @param logTime unix milliseconds
   */
  public void add(long offset, long logTime) {
    times.add(offset, logTime);
  }

  /** Forgets the records: reading goes on at an earlier offset. */
  public void clear() {
    times.clear();
    oldest = NONE;
  }

  /**
   * Updates lag and age.
   *
   * @param position the offset that is read next
   * @param knownEnd the offset after the last one that the partition is known to have
   */
  public void update(Watermark watermark, long position, long knownEnd) {
    extendTo(knownEnd);
    long first = watermark.committable(position);
    lag = Math.max(0, end - first);
    long time = first < position ? times.at(first) : LogTimes.UNKNOWN;
    oldest = time == LogTimes.UNKNOWN ? NONE : time;
  }

  /** Notes that the partition has all offsets below {@code knownEnd}. */
  public void extendTo(long knownEnd) {
    end = Math.max(end, knownEnd);
  }

  /** Records that are not final or not read. */
  public long lag() {
    return lag;
  }

  /**
   * Age of the oldest record that was read and is not final, in seconds, from 0.
   *
   * @param now unix milliseconds
   */
  public double ageSeconds(long now) {
    return Math.max(0, now - oldest) / 1000.0;
  }
}
