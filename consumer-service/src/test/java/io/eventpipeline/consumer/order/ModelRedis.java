package io.eventpipeline.consumer.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the scripts do, in plain Java: the simplest thing that keeps their promises. */
final class ModelRedis {
  static final int LAST_START = 5;

  record Final(String status, int attempts, String user, long seq) {}

  record Lease(long epoch, long offset, int starts) {}

  record Claimed(List<ClaimCode> codes, NextSeq next) {}

  record Settled(List<SettleCode> codes, NextSeq next) {}

  final Map<String, Final> events = new HashMap<>();
  final Map<String, Lease> leases = new HashMap<>();
  final Map<String, Long> seqs = new HashMap<>();
  final Map<String, List<Long>> orders = new HashMap<>();
  final List<String> dead = new ArrayList<>();

  /** Ids of events that emit: for each there is at most one entry in the outbox. */
  final Set<String> emitted = new HashSet<>();

  /** True while the key of the outbox holds something else. */
  boolean foreignStream;

  final long maxSeqJump;

  ModelRedis(long maxSeqJump) {
    this.maxSeqJump = maxSeqJump;
  }

  NextSeq next(String user) {
    Long seq = seqs.get(user);
    return seq == null ? NextSeq.FIRST : new NextSeq(seq, true);
  }

  Claimed claim(long epoch, Step.Claim claim) {
    String user = claim.lane().name();
    NextSeq stored = next(user);
    long next = stored.value();
    List<ClaimCode> codes = new ArrayList<>();
    boolean stop = false;
    for (int i = 0; i < claim.entries().size(); i++) {
      PendingEvent entry = claim.entries().get(i);
      Final done = events.get(entry.id());
      Lease lease = leases.get(entry.id());
      ClaimCode code;
      if (stop) {
        code = ClaimCode.UNCLAIMED;
      } else if (done != null) {
        code = isOwn(done, user, entry) ? ClaimCode.FINAL : ClaimCode.FINAL_ELSEWHERE;
      } else if (entry.hasSeq() && entry.seq() < stored.value()) {
        code = ClaimCode.LATE;
      } else if (entry.hasSeq() && entry.seq() < next) {
        code = ClaimCode.UNCLAIMED;
        stop = true;
      } else if (entry.hasSeq() && entry.seq() > next) {
        code =
            stored.known() && entry.seq() - next > maxSeqJump ? ClaimCode.TOO_FAR : ClaimCode.EARLY;
      } else if (lease == null) {
        leases.put(entry.id(), new Lease(epoch, entry.offset(), 1));
        code = ClaimCode.LEASED;
      } else if (lease.epoch() == epoch && lease.offset() == entry.offset()) {
        code = ClaimCode.LEASED;
      } else if (lease.epoch() < epoch) {
        stop = true;
        int starts = lease.starts() + 1;
        code =
            i > 0
                ? ClaimCode.UNCLAIMED
                : starts >= LAST_START
                    ? ClaimCode.CRASH_LOOP
                    : starts > 2 && !claim.quarantined() ? ClaimCode.SUSPECT : ClaimCode.LEASED;
        if (code == ClaimCode.LEASED || code == ClaimCode.CRASH_LOOP) {
          leases.put(entry.id(), new Lease(epoch, entry.offset(), starts));
        }
      } else {
        stop = true;
        code = ClaimCode.BUSY;
      }
      if ((code == ClaimCode.LEASED || code == ClaimCode.CRASH_LOOP) && entry.hasSeq()) {
        next++;
      }
      codes.add(code);
    }
    return new Claimed(codes, stored);
  }

  Settled settle(long epoch, Step.Settle settle) {
    String user = settle.lane().name();
    List<SettleCode> codes = new ArrayList<>();
    boolean stop = false;
    for (PendingEvent entry : settle.entries()) {
      SettleCode code = stop ? SettleCode.UNSETTLED : settle(epoch, user, entry);
      stop |= code == SettleCode.MOVED || code == SettleCode.BUSY || code == SettleCode.NO_STREAM;
      codes.add(code);
    }
    return new Settled(codes, next(user));
  }

  private SettleCode settle(long epoch, String user, PendingEvent entry) {
    Lease lease = leases.get(entry.id());
    Final done = events.get(entry.id());
    if (lease == null && done != null) {
      return isOwn(done, user, entry) ? SettleCode.FINAL : SettleCode.FINAL_ELSEWHERE;
    }
    if (lease != null
        && !(lease.epoch() == epoch && lease.offset() == entry.offset())
        && lease.epoch() >= epoch) {
      return SettleCode.BUSY;
    }
    Verdict verdict = entry.verdict();
    boolean emits = verdict instanceof Verdict.Processed && emits(entry.id());
    if (emits && foreignStream) {
      return SettleCode.NO_STREAM;
    }
    long next = next(user).value();
    boolean fits =
        !entry.hasSeq()
            || switch (verdict) {
              case Verdict.Processed p -> entry.seq() == next;
              case Verdict.Failed f -> f.inOrder() == (entry.seq() == next);
              case Verdict.Skipped s -> entry.seq() < next;
              case null -> throw new AssertionError("no verdict for " + entry.id());
            };
    if (!fits) {
      return SettleCode.MOVED;
    }
    String status =
        switch (verdict) {
          case Verdict.Processed p -> "processed";
          case Verdict.Failed f -> "failed";
          case Verdict.Skipped s -> "skipped";
          case null -> throw new AssertionError();
        };
    if (status.equals("processed") && entry.hasSeq()) {
      orders.computeIfAbsent(user, u -> new ArrayList<>()).add(entry.seq());
    }
    if (status.equals("failed")) {
      dead.add(entry.id());
    }
    if (entry.hasSeq() && entry.seq() == next) {
      seqs.put(user, next + 1);
    }
    if (emits && !emitted.add(entry.id())) {
      throw new AssertionError(entry.id() + " emitted twice");
    }
    leases.remove(entry.id());
    events.put(entry.id(), new Final(status, verdict.attempts(), user, entry.seq()));
    return SettleCode.SETTLED;
  }

  /** Every third event emits. */
  static boolean emits(String id) {
    return Math.floorMod(id.hashCode(), 3) == 0;
  }

  NextSeq jump(Step.Jump jump) {
    if (next(jump.lane().name()).value() == jump.from()) {
      seqs.put(jump.lane().name(), jump.to());
    }
    return next(jump.lane().name());
  }

  void release(long epoch, Step.Release release) {
    for (PendingEvent entry : release.entries()) {
      Lease lease = leases.get(entry.id());
      if (lease != null && lease.epoch() == epoch && lease.offset() == entry.offset()) {
        leases.remove(entry.id());
      }
    }
  }

  private static boolean isOwn(Final done, String user, PendingEvent entry) {
    return done.user().equals(user) && done.seq() == entry.seq();
  }
}
