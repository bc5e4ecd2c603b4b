package io.eventpipeline.consumer.order;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * A record that was read and is not final yet. The event loop owns it. While its handler runs, the
 * handler's thread writes {@link #attempts} and {@link #verdict}; the loop sees them once the run
 * has advanced.
 */
public final class PendingEvent {
  /** The second of an event that the window log does not count. */
  public static final long NO_SECOND = -1;

  private final long offset;
  private final String id;
  private final String lane;
  private final long seq;
  private @Nullable Event event;
  private @Nullable Replay replay;
  private final long logTime;
  private final long timestamp;
  private final byte @Nullable [] value;
  private final @Nullable TraceParent trace;
  private long second = NO_SECOND;
  private int attempts;
  private int postponements;
  private boolean postponed;
  private @Nullable String lastError;
  private long arrivedAt;
  private @Nullable Verdict outcome;
  private @Nullable Verdict verdict;
  private boolean placeHolder;
  private boolean leased;
  private boolean everLeased;
  private boolean lastTried;

  /**
   * What makes a record a replay.
   *
   * @param token says which right to run once more the record uses, never empty
   * @param ordinary the event of the record if the token gives no right; it differs in its times
   *     only
   * @param ordinarySecond its second of the window log then, unix seconds, or {@link #NO_SECOND}
   */
  public record Replay(String token, Event ordinary, long ordinarySecond) {}

  private PendingEvent(
      Record record, String id, String lane, long seq, @Nullable Event event, @Nullable Verdict v) {
    this.offset = record.offset();
    this.value = record.value();
    this.logTime = record.logTime();
    this.timestamp = record.timestamp();
    this.trace = record.trace();
    this.id = id;
    this.lane = lane;
    this.seq = seq;
    this.event = event;
    this.outcome = v;
    this.verdict = v;
  }

  /**
   * The record of an event.
   *
   * @param logTime the highest record timestamp of the partition up to it, unix milliseconds
   * @param timestamp its own, unix milliseconds
   * @param trace its trace, or null
   */
  public record Record(
      long offset,
      byte @Nullable [] value,
      long logTime,
      long timestamp,
      @Nullable TraceParent trace) {

    /** A record without a trace, in the order of its timestamp. */
    public Record(long offset, byte @Nullable [] value, long logTime) {
      this(offset, value, logTime, logTime, null);
    }
  }

  /** A record that holds an event. */
  public static PendingEvent of(Record record, Event event) {
    return new PendingEvent(record, event.id(), event.userId(), event.seqOrZero(), event, null);
  }

  /** A record without an event: it failed already and is in no order. */
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

  /** True if it has a place in its user's order. A replay has none: its place was passed. */
  boolean hasSeq() {
    return seq != Event.NO_SEQ && replay == null;
  }

  /** Makes it a replay, for which Redis has to find the right. Before it comes into a lane. */
  public PendingEvent becomeReplay(Replay of) {
    replay = of;
    return this;
  }

  /** True until Redis has found no right for its token. */
  public boolean isReplay() {
    return replay != null;
  }

  /** The token of a replay, or null. */
  public @Nullable String replayToken() {
    return replay == null ? null : replay.token();
  }

  /** Its token gives no right: from now on it is what it would be without. */
  void becomeOrdinary() {
    if (replay != null) {
      event = replay.ordinary();
      second = replay.ordinarySecond();
      replay = null;
    }
  }

  /** The highest record timestamp of the partition up to it, unix milliseconds. */
  public long logTime() {
    return logTime;
  }

  /** The record's own timestamp, unix milliseconds. */
  public long timestamp() {
    return timestamp;
  }

  /** Counts it in this second of the window log once it is processed. */
  public PendingEvent countIn(long unixSecond) {
    second = unixSecond;
    return this;
  }

  /** Unix seconds, or {@link #NO_SECOND}. */
  public long second() {
    return second;
  }

  /** Null for a record that holds no event. */
  public @Nullable Event event() {
    return event;
  }

  /** The record's value; null if the record had none. */
  public byte @Nullable [] value() {
    return value;
  }

  /** Null if it has none. */
  public @Nullable TraceParent trace() {
    return trace;
  }

  /** Bytes of its value. */
  public int size() {
    return value == null ? 0 : value.length;
  }

  /** Attempts that ended. */
  public int attempts() {
    return attempts;
  }

  /** Null until it is decided. */
  public @Nullable Verdict verdict() {
    return verdict;
  }

  /** Counts an attempt that ended without a verdict. */
  public void countAttempt() {
    attempts++;
    postponed = false;
  }

  /** How often in a row the handler could not run, because something it needs was away. */
  public int postponements() {
    return postponements;
  }

  /** Counts one more such time. */
  public void countPostponement() {
    postponements++;
    postponed = true;
  }

  /** True if its last attempt was postponed. */
  boolean isPostponed() {
    return postponed;
  }

  /** Notes the class that its last attempt threw. Handler's thread. */
  public void noteError(String errorClass) {
    lastError = errorClass;
  }

  /** The class that its last attempt threw here; null if none did. */
  @Nullable String lastError() {
    return lastError;
  }

  /** It came into its lane at {@code nanos}, on the loop's clock. */
  void arrive(long nanos) {
    arrivedAt = nanos;
  }

  long arrivedAt() {
    return arrivedAt;
  }

  /** Takes the result of its handler, which does not run again. Handler's thread. */
  public void decide(Verdict result) {
    this.outcome = result;
    this.verdict = result;
  }

  /** The result of its handler; null if there is none, or if the record holds no event. */
  @Nullable Verdict outcome() {
    return event == null ? null : outcome;
  }

  /** Takes the result that its handler had when the record was read before. */
  void recall(Verdict result) {
    this.outcome = result;
    this.attempts = result.attempts();
  }

  /** Takes the attempts that ended before the record was read. */
  public void recall(int ended) {
    if (outcome == null) {
      attempts = ended;
    }
  }

  /** True if its handler has a result. */
  public boolean isHandled() {
    return outcome() != null;
  }

  /** True if it waits for its next attempt. */
  boolean isBetweenAttempts() {
    return attempts > 0 && outcome == null;
  }

  /** Fails it, whatever its handler may make of it. */
  void fail(Failure why, boolean inOrder) {
    verdict = new Verdict.Failed(attempts, why, inOrder);
  }

  /** Its seq was given up: skips it, or fails it if its handler ran before that was known. */
  void passOver() {
    verdict =
        switch (outcome) {
          case Verdict.Failed(int ran, Failure why, boolean inOrder) ->
              new Verdict.Failed(ran, why, false);
          case Verdict.Processed(int ran, var _) ->
              new Verdict.Failed(ran, Failure.PLACE_GIVEN_UP, false);
          case Verdict.Skipped skipped -> skipped;
          case null ->
              attempts == 0
                  ? new Verdict.Skipped()
                  : new Verdict.Failed(attempts, Failure.PLACE_GIVEN_UP, false);
        };
  }

  /** True if a lease on it may still be ours. */
  boolean isLeased() {
    return leased;
  }

  /** It is ours to run. If its handler ran already, its verdict stands. */
  void becomeLeased() {
    leased = true;
    everLeased = true;
    verdict = outcome;
  }

  /** Its lease is gone. */
  void becomeReleased() {
    leased = false;
  }

  /** True, once, if its handler has a result that did not become final. */
  boolean takeLastTry() {
    boolean first = everLeased && outcome != null && !lastTried;
    lastTried |= first;
    return first;
  }

  /** True if the event is final under another user or seq, and only its seq has to be passed. */
  boolean isPlaceHolder() {
    return placeHolder;
  }

  void becomePlaceHolder() {
    placeHolder = true;
  }
}
