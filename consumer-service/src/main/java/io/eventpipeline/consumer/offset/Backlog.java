package io.eventpipeline.consumer.offset;

/**
 * How far a partition is behind, as the poll thread last saw it. The poll thread writes; any thread
 * reads.
 */
public final class Backlog {
  private static final long NONE = Long.MAX_VALUE;

  private final LogTimes times = new LogTimes();
  private long end;
  private volatile long lag;
  private volatile long oldest = NONE;

  /** A record was read, whose log time is {@code logTime}, unix milliseconds. */
  public void read(long offset, long logTime) {
    times.read(offset, logTime);
  }

  /** Reading goes on at an earlier place. */
  public void rewound() {
    times.clear();
    oldest = NONE;
  }

  /**
   * Looks again.
   *
   * @param position the offset that is read next
   * @param known that the partition reaches up to here, not including it
   */
  public void look(Watermark watermark, long position, long known) {
    endsAt(known);
    long first = watermark.committable(position);
    lag = Math.max(0, end - first);
    long time = first < position ? times.at(first) : LogTimes.UNKNOWN;
    oldest = time == LogTimes.UNKNOWN ? NONE : time;
  }

  /** The partition reaches up to {@code known}, not including it, at least. */
  public void endsAt(long known) {
    end = Math.max(end, known);
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
