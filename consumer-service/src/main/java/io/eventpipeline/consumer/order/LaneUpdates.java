package io.eventpipeline.consumer.order;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the answers to steps into the lanes of one partition. Event loop only. */
final class LaneUpdates {
  private final Lanes lanes;

  LaneUpdates(Lanes lanes) {
    this.lanes = lanes;
  }

  void applyClaim(Step.Claim claim, List<ClaimCode> codes, NextSeq next) {
    Lane lane = claim.lane();
    ClaimCode first = codes.getFirst();
    lane.queues().keepUnanswered(List.of());
    noteHold(lane, first == ClaimCode.BUSY || first == ClaimCode.SUSPECT);
    expect(lane, next);
    List<PendingEvent> mine = new ArrayList<>(claim.entries().size());
    for (int i = 0; i < claim.entries().size(); i++) {
      if (judge(lane, claim.entries().get(i), codes.get(i))) {
        mine.add(claim.entries().get(i));
      }
    }
    if (mine.isEmpty()) {
      refuse(lane, first);
    } else {
      begin(lane, new ClaimedRun(mine));
    }
  }

  /** Notes whether something outside the partition holds the lane. */
  void noteHold(Lane lane, boolean held) {
    if (held) {
      lanes.holds().start(lane, lanes.now());
    } else {
      lanes.holds().end(lane);
    }
  }

  private void expect(Lane lane, NextSeq next) {
    if (lane.queues().expect(next)) {
      lanes.gaps().restart(lane);
    }
  }

  /** True if the event belongs to the run. */
  private boolean judge(Lane lane, PendingEvent entry, ClaimCode code) {
    switch (code) {
      case LEASED -> entry.becomeLeased();
      case CRASH_LOOP -> {
        entry.becomeLeased();
        entry.fail(Failure.CRASH_LOOP, true);
      }
      case LATE -> entry.passOver();
      case TOO_FAR -> entry.fail(Failure.SEQ_TOO_FAR_AHEAD, false);
      case FINAL -> lanes.finish(entry);
      case FINAL_ELSEWHERE -> finishElsewhere(lane, entry);
      case EARLY, UNCLAIMED, BUSY, SUSPECT -> lane.queues().add(entry);
      case NO_RIGHT -> {
        entry.becomeOrdinary();
        lane.queues().add(entry);
      }
    }
    return code.joinsRun();
  }

  /** The event is final under another user or seq: here it only holds its seq until its turn. */
  private void finishElsewhere(Lane lane, PendingEvent entry) {
    NextSeq next = lane.queues().next();
    if (entry.hasSeq() && next != null && entry.seq() >= next.value()) {
      entry.becomePlaceHolder();
      lane.queues().add(entry);
    } else {
      lanes.finish(entry);
    }
  }

  private void refuse(Lane lane, ClaimCode first) {
    if (first == ClaimCode.SUSPECT) {
      boolean mayRun = lanes.quarantine().enter(lane);
      lane.become(mayRun ? LaneState.READY : LaneState.QUARANTINED);
      return;
    }
    lanes.quarantine().leave(lane);
    lane.become(LaneState.READY);
    if (first == ClaimCode.BUSY) {
      lane.block(Obstacle.LEASE);
    }
  }

  private void begin(Lane lane, ClaimedRun run) {
    if (lanes.isClosing() || lane.isPaused()) {
      run.cancel();
    }
    run.skipDecided();
    lane.begin(run);
  }

  void applySettle(Step.Settle settle, List<SettleCode> codes, NextSeq next) {
    Lane lane = settle.lane();
    expect(lane, next);
    int count = 0;
    while (count < codes.size() && codes.get(count).isFinal()) {
      finish(lane, settle.entries().get(count), codes.get(count));
      count++;
    }
    lane.claimedRun().addSettled(count);
    stopSettling(lane, count < codes.size() ? codes.get(count) : null);
  }

  private void finish(Lane lane, PendingEvent entry, SettleCode code) {
    if (code == SettleCode.FINAL_ELSEWHERE) {
      finishElsewhere(lane, entry);
    } else {
      lanes.finish(entry);
    }
  }

  private void stopSettling(Lane lane, @Nullable SettleCode refusal) {
    noteHold(lane, refusal == SettleCode.BUSY || refusal == SettleCode.NO_STREAM);
    if (refusal != null) {
      lane.claimedRun().breakOff();
    }
    if (refusal == SettleCode.BUSY) {
      lane.block(Obstacle.LEASE);
    } else if (refusal == SettleCode.NO_STREAM) {
      lane.block(Obstacle.STREAM);
    }
    stopSettling(lane);
  }

  private static void stopSettling(Lane lane) {
    lane.become(lane.state().isHandling() ? LaneState.HANDLING : LaneState.CLAIMED);
  }

  void applyHandling(Lane lane) {
    boolean settling = lane.state() == LaneState.HANDLING_AND_SETTLING;
    lane.become(settling ? LaneState.SETTLING : LaneState.CLAIMED);
    noteHold(lane, false);
  }

  void applyJump(Lane lane, NextSeq next) {
    lane.become(LaneState.READY);
    noteHold(lane, false);
    expect(lane, next);
  }

  /** The step had no effect that is known. */
  void markUnanswered(Step step) {
    Lane lane = step.lane();
    switch (step) {
      case Step.Claim claim -> {
        lane.queues().keepUnanswered(claim.entries());
        lane.become(LaneState.UNSURE);
      }
      case Step.Settle settle -> stopSettling(lane);
      case Step.Jump jump -> lane.become(LaneState.READY);
      case Step.Release release -> lane.become(beforeRelease(lane));
      case Step.Handle handle -> throw new IllegalArgumentException("asks nobody: " + handle);
    }
    noteHold(lane, true);
  }

  private static LaneState beforeRelease(Lane lane) {
    if (lane.run() != null) {
      return LaneState.CLAIMED;
    }
    return lane.queues().unanswered().isEmpty() ? LaneState.READY : LaneState.UNSURE;
  }
}
