package io.eventpipeline.admin.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a search is.
 *
 * @param hits the newest first
 * @param record the whole record, of a search by id that found it
 * @param looked records that were looked at
 * @param of offsets between where it began and the beginning of the log
 * @param backTo all records back to this time were looked at, unix milliseconds; 0 if none yet
 * @param end why it ended
 * @param before where to go on, for {@link Wanted.ByUser#before}; empty if there is nothing left
 * @param olderGone whether older records left Kafka while it looked
 */
public record SearchState(
    List<LogRow> hits,
    @Nullable LogRecord record,
    long looked,
    long of,
    long backTo,
    End end,
    String before,
    boolean olderGone) {
  static final SearchState BEGUN =
      new SearchState(List.of(), null, 0, 0, 0, End.RUNNING, "", false);

  public SearchState {
    hits = List.copyOf(hits);
  }

  /** Why a search ended. */
  public enum End {
    /** It has not. */
    RUNNING,
    /** A page of hits is full, or the one record is found. */
    FOUND,
    /** Its time is over. */
    TIME,
    /** Everything was looked at. */
    BEGINNING,
    /** A newer search took its place. */
    REPLACED,
    /** Kafka does not answer, or a partition that may hold more does not. */
    AWAY
  }

  public boolean isRunning() {
    return end == End.RUNNING;
  }

  SearchState ended(End how) {
    return new SearchState(hits, record, looked, of, backTo, how, before, olderGone);
  }
}
