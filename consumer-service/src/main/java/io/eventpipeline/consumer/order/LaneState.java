package io.eventpipeline.consumer.order;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a lane does at the moment. {@link #nextOf} is the table of all legal changes; whatever else
 * may hold a lane one day is one more row. An enum, since a lane changes its state several times
 * per event and must not allocate for it.
 */
enum LaneState {
  /** Nothing is claimed and nothing is asked: it decides when it is woken. */
  READY,
  /** It waits for a missing seq, or for the end of that gap. */
  MISSING_SEQ,
  /** Another consumer holds a lease: it asks again in a moment. */
  BLOCKED,
  /** Its first event was cut off before: it waits for its turn in the quarantine. */
  QUARANTINED,
  /** Its user is paused, and nothing of it is leased. */
  PAUSED,
  /** It has asked Redis to lease events. */
  CLAIMING,
  /** A claim was not answered: its events may be leased. */
  UNSURE,
  /** It has asked Redis to give up missing seqs. */
  JUMPING,
  /** It has a run, and nobody works on it. */
  CLAIMED,
  /** A handler works on the run. */
  HANDLING,
  /** A handler works on the run while Redis settles the events before. */
  HANDLING_AND_SETTLING,
  /** Redis settles events of the run. */
  SETTLING,
  /** The run waits for the next attempt of an event. */
  RETRY_WAIT,
  /** It has asked Redis to give up leases: the partition closes, or the user is paused. */
  RELEASING,
  /** It has nothing left. A later event of its user starts a new lane. */
  GONE;

  private static final Map<LaneState, Set<LaneState>> TABLE = new EnumMap<>(LaneState.class);

  static {
    for (LaneState state : values()) {
      TABLE.put(state, nextOf(state));
    }
  }

  private static Set<LaneState> nextOf(LaneState state) {
    return switch (state) {
      case READY -> EnumSet.of(MISSING_SEQ, BLOCKED, PAUSED, CLAIMING, JUMPING, RELEASING, GONE);
      case MISSING_SEQ -> EnumSet.of(PAUSED, CLAIMING, JUMPING, RELEASING, GONE);
      case BLOCKED -> EnumSet.of(MISSING_SEQ, PAUSED, CLAIMING, JUMPING, RELEASING, GONE);
      case QUARANTINED -> EnumSet.of(READY, PAUSED, CLAIMING, RELEASING, GONE);
      case PAUSED -> EnumSet.of(MISSING_SEQ, BLOCKED, CLAIMING, JUMPING, RELEASING, GONE);
      case CLAIMING -> EnumSet.of(CLAIMED, READY, QUARANTINED, UNSURE);
      case UNSURE -> EnumSet.of(CLAIMING, RELEASING);
      case JUMPING -> EnumSet.of(READY);
      case CLAIMED -> EnumSet.of(HANDLING, SETTLING, RETRY_WAIT, RELEASING, READY);
      case HANDLING -> EnumSet.of(CLAIMED, HANDLING_AND_SETTLING);
      case HANDLING_AND_SETTLING -> EnumSet.of(HANDLING, SETTLING);
      case SETTLING -> EnumSet.of(CLAIMED);
      case RETRY_WAIT -> EnumSet.of(HANDLING, RELEASING, READY);
      case RELEASING -> EnumSet.of(GONE, CLAIMED, UNSURE, READY);
      case GONE -> EnumSet.noneOf(LaneState.class);
    };
  }

  /** True if the table allows the change. */
  boolean mayBecome(LaneState next) {
    return Objects.requireNonNull(TABLE.get(this)).contains(next);
  }

  /** True while a handler works on the run. */
  boolean isHandling() {
    return this == HANDLING || this == HANDLING_AND_SETTLING;
  }
}
