package io.eventpipeline.consumer.order;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * A record of a partition that has been read and is not final yet. Owned by the loop; while a
 * handler runs it, {@link #attempts} and {@link #verdict} are written by the handler's thread and
 * become visible to the loop with the run's progress.
 */
public final class PendingEvent {
  private final long offset;
  private final String id;
  private final String lane;
  private final long seq;
  private final long logTime;
  private final @Nullable Event event;
  private final byte @Nullable [] value;
  private final @Nullable TraceParent trace;
  private int attempts;
  private int postponements;
  private @Nullable Verdict outcome;
  private @Nullable Verdict verdict;
  private boolean placeHolder;
  private boolean leased;
  private boolean lastTried;

  private PendingEvent(
      Record record, String id, String lane, long seq, @Nullable Event event, @Nullable Verdict v) {
    this.offset = record.offset();
    this.value = record.value();
    this.logTime = record.logTime();
    this.trace = record.trace();
    this.id = id;
    this.lane = lane;
    this.seq = seq;
    this.event = event;
    this.outcome = v;
    this.verdict = v;
  }

  /**
   * Where an entry comes from.
   *
   * @param logTime how far the partition's record timestamps had come with it, unix milliseconds
   * @param trace it belongs to, or null
   */
  public record Record(
      long offset, byte @Nullable [] value, long logTime, @Nullable TraceParent trace) {

    /** One that belongs to no trace. */
    public Record(long offset, byte @Nullable [] value, long logTime) {
      this(offset, value, logTime, null);
    }
  }

  /** A record that holds an event. */
  public static PendingEvent of(Record record, Event event) {
    return new PendingEvent(record, event.id(), event.userId(), event.seqOrZero(), event, null);
  }

  /** A record that holds none: it failed already, and stands in nobody's order. */
  public static PendingEvent poison(Record record, String poisonId, Failure why) {
    return new PendingEvent(
        record, poisonId, poisonId, Event.NO_SEQ, null, new Verdict.Failed(0, why, false));
  }

  public long offset() {
    return offset;
  }

  public String id() {
    return id;
  }

  /** The user's id, or the poison id. */
  String lane() {
    return lane;
  }

  /** From 1, or {@link Event#NO_SEQ}. */
  public long seq() {
    return seq;
  }

  boolean hasSeq() {
    return seq != Event.NO_SEQ;
  }

  /** How far the log had come with it, unix milliseconds. */
  public long logTime() {
    return logTime;
  }

  /** Null for a record that holds no event. */
  public @Nullable Event event() {
    return event;
  }

  /** The record's value; null if the record had none. */
  public byte @Nullable [] value() {
    return value;
  }

  /** Null if it belongs to none. */
  public @Nullable TraceParent trace() {
    return trace;
  }

  /** Bytes of its value. */
  public int size() {
    return value == null ? 0 : value.length;
  }

  /** Handler runs that ended. */
  public int attempts() {
    return attempts;
  }

  /** Null until it is decided. */
  public @Nullable Verdict verdict() {
    return verdict;
  }

  /** One more handler run has ended, and the event is to be tried again. */
  public void attempted() {
    attempts++;
  }

  /** How often in a row something its handler needs was away. */
  public int postponements() {
    return postponements;
  }

  /** Something its handler needs was away once more. */
  public void postponed() {
    postponements++;
  }

  /** Handler's thread: this is what came of its handler, which is not run again from now on. */
  public void handled(Verdict result) {
    this.outcome = result;
    this.verdict = result;
  }

  /** What its handler made of it; null if that has not run to an end, or there is no event. */
  @Nullable Verdict outcome() {
    return event == null ? null : outcome;
  }

  /** Its handler ran when the record was read before. */
  void recall(Verdict result) {
    this.outcome = result;
    this.attempts = result.attempts();
  }

  /** So many of its handler's runs have ended before the record was read. */
  public void recall(int ended) {
    if (outcome == null) {
      attempts = ended;
    }
  }

  /** True if its handler has run and is to run again. */
  boolean isBetweenAttempts() {
    return attempts > 0 && outcome == null;
  }

  /** Fails it, whatever its handler may make of it. */
  void fail(Failure why, boolean inOrder) {
    verdict = new Verdict.Failed(attempts, why, inOrder);
  }

  /** Its place is gone: it is skipped, or it failed if its handler ran before that was known. */
  void passOver() {
    verdict =
        switch (outcome) {
          case Verdict.Failed(int ran, Failure why, boolean inOrder) ->
              new Verdict.Failed(ran, why, false);
          case Verdict.Processed(int ran) -> new Verdict.Failed(ran, Failure.PLACE_GIVEN_UP, false);
          case Verdict.Skipped skipped -> skipped;
          case null ->
              attempts == 0
                  ? new Verdict.Skipped()
                  : new Verdict.Failed(attempts, Failure.PLACE_GIVEN_UP, false);
        };
  }

  /** True if a lease on it may still be ours. */
  boolean leased() {
    return leased;
  }

  /** It is ours to run. If its handler ran already, its verdict stands. */
  void becomeLeased() {
    leased = true;
    verdict = outcome;
  }

  /** True, once, if its handler has run but what came of it did not become final. */
  boolean takeLastTry() {
    boolean first = leased && outcome != null && !lastTried;
    lastTried |= first;
    return first;
  }

  /** True if the event is final under another user or seq: only its place is left to pass. */
  boolean placeHolder() {
    return placeHolder;
  }

  void becomePlaceHolder() {
    placeHolder = true;
  }
}
