package io.eventpipeline.consumer.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the scripts do, in plain Java: the simplest thing that keeps their promises. */
final class ModelRedis {
  static final int LAST_START = 5;

  record Final(String status, int attempts, String user, long seq) {}

  record Lease(long epoch, long offset, int starts) {}

  /**
   * A dead letter.
   *
   * @param token of the right to run once more, or null
   */
  record Dead(String user, long seq, int attempts, long offset, @Nullable String token) {
    Dead marked(@Nullable String right) {
      return new Dead(user, seq, attempts, offset, right);
    }
  }

  record Claimed(List<ClaimCode> codes, NextSeq next) {}

  record Settled(List<SettleCode> codes, NextSeq next) {}

  final Map<String, Final> events = new HashMap<>();
  final Map<String, Lease> leases = new HashMap<>();
  final Map<String, Long> seqs = new HashMap<>();
  final Map<String, List<Long>> orders = new HashMap<>();

  /** The list of dead letters, and what it lists. */
  final List<String> dead = new ArrayList<>();

  final Map<String, Dead> deadLetters = new HashMap<>();

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
    if (claim.isReplay()) {
      ClaimCode code = claimReplay(epoch, claim);
      return new Claimed(List.of(code), next(claim.lane().name()));
    }
    String user = claim.lane().name();
    NextSeq stored = next(user);
    long next = stored.value();
    List<ClaimCode> codes = new ArrayList<>();
    boolean stop = false;
    for (int i = 0; i < claim.entries().size(); i++) {
      PendingEvent entry = claim.entries().get(i);
      Final done = events.get(entry.id());
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
      } else {
        Lease before = leases.get(entry.id());
        code = lease(epoch, entry, i == 0, claim.quarantined());
        stop = before != null && !isOurs(before, epoch, entry);
      }
      if ((code == ClaimCode.LEASED || code == ClaimCode.CRASH_LOOP) && entry.hasSeq()) {
        next++;
      }
      codes.add(code);
    }
    return new Claimed(codes, stored);
  }

  private ClaimCode lease(long epoch, PendingEvent entry, boolean first, boolean quarantined) {
    Lease lease = leases.get(entry.id());
    if (lease == null) {
      leases.put(entry.id(), new Lease(epoch, entry.offset(), 1));
      return ClaimCode.LEASED;
    }
    if (isOurs(lease, epoch, entry)) {
      return ClaimCode.LEASED;
    }
    if (lease.epoch() >= epoch) {
      return ClaimCode.BUSY;
    }
    int starts = lease.starts() + 1;
    if (!first) {
      return ClaimCode.UNCLAIMED;
    }
    if (starts > 2 && starts < LAST_START && !quarantined) {
      return ClaimCode.SUSPECT;
    }
    leases.put(entry.id(), new Lease(epoch, entry.offset(), starts));
    return starts >= LAST_START ? ClaimCode.CRASH_LOOP : ClaimCode.LEASED;
  }

  private static boolean isOurs(Lease lease, long epoch, PendingEvent entry) {
    return lease.epoch() == epoch && lease.offset() == entry.offset();
  }

  private ClaimCode claimReplay(long epoch, Step.Claim claim) {
    PendingEvent entry = claim.entries().getFirst();
    Dead letter = deadLetters.get(entry.id());
    boolean own = letter != null && letter.user().equals(entry.lane());
    boolean fits = own && entry.replayToken().equals(letter.token());
    if (isProcessed(entry.id())) {
      if (fits && !leases.containsKey(entry.id())) {
        purge(entry.id());
      }
      return ClaimCode.FINAL;
    }
    boolean recalled = own && entry.isHandled() && letter.token() == null;
    if (recalled && letter.offset() >= entry.offset()) {
      return ClaimCode.FINAL;
    }
    return fits || recalled ? lease(epoch, entry, true, claim.quarantined()) : ClaimCode.NO_RIGHT;
  }

  private SettleCode settleReplay(long epoch, PendingEvent entry) {
    Lease lease = leases.get(entry.id());
    if (lease != null && !isOurs(lease, epoch, entry) && lease.epoch() >= epoch) {
      return SettleCode.BUSY;
    }
    Dead letter = deadLetters.get(entry.id());
    boolean fits = letter != null && entry.replayToken().equals(letter.token());
    boolean forgotten = letter == null && !events.containsKey(entry.id());
    if (isProcessed(entry.id()) || !(lease != null || fits || forgotten)) {
      return SettleCode.FINAL;
    }
    boolean processed = entry.verdict() instanceof Verdict.Processed;
    boolean emits = processed && emits(entry.id());
    if (emits && foreignStream) {
      return SettleCode.NO_STREAM;
    }
    int attempts = entry.verdict().attempts() + (letter == null ? 0 : letter.attempts());
    long seq = letter == null ? entry.seq() : letter.seq();
    purge(entry.id());
    if (!processed) {
      dead.add(entry.id());
      deadLetters.put(entry.id(), new Dead(entry.lane(), seq, attempts, entry.offset(), null));
    }
    finish(entry, new Final(processed ? "processed" : "failed", attempts, entry.lane(), seq));
    return SettleCode.SETTLED;
  }

  boolean isProcessed(String id) {
    return events.containsKey(id) && events.get(id).status().equals("processed");
  }

  /** Lets go of the lease, emits, and writes the state: the one place for all that is final. */
  private void finish(PendingEvent entry, Final state) {
    if (isProcessed(entry.id())) {
      throw new AssertionError(entry.id() + " was processed before");
    }
    boolean emits = state.status().equals("processed") && emits(entry.id());
    if (emits && !emitted.add(entry.id())) {
      throw new AssertionError(entry.id() + " emitted twice");
    }
    leases.remove(entry.id());
    events.put(entry.id(), state);
  }

  /** An operator marks a dead letter; false if it has a mark, or is in a handler. */
  boolean mark(String id, String token, boolean replace) {
    Dead letter = deadLetters.get(id);
    boolean may = letter != null && !leases.containsKey(id) && (replace || letter.token() == null);
    if (may && isProcessed(id)) {
      purge(id);
      return false;
    }
    if (may) {
      deadLetters.put(id, letter.marked(token));
      dead.remove(id);
      dead.addFirst(id);
    }
    return may;
  }

  /** An operator takes a mark back, unless a handler runs. */
  void unmark(String id) {
    if (!leases.containsKey(id)) {
      deadLetters.computeIfPresent(id, (same, letter) -> letter.marked(null));
    }
  }

  void purge(String id) {
    deadLetters.remove(id);
    dead.remove(id);
  }

  Settled settle(long epoch, Step.Settle settle) {
    if (settle.isReplay()) {
      SettleCode code = settleReplay(epoch, settle.entries().getFirst());
      return new Settled(List.of(code), next(settle.lane().name()));
    }
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
    if (lease != null && !isOurs(lease, epoch, entry) && lease.epoch() >= epoch) {
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
      Dead letter = new Dead(user, entry.seq(), verdict.attempts(), entry.offset(), null);
      Dead before = deadLetters.put(entry.id(), letter);
      if (before == null) {
        dead.add(entry.id());
      } else { // its state had expired; the fields of a mark stay
        deadLetters.put(entry.id(), letter.marked(before.token()));
      }
    }
    if (entry.hasSeq() && entry.seq() == next) {
      seqs.put(user, next + 1);
    }
    finish(entry, new Final(status, verdict.attempts(), user, entry.seq()));
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
      if (lease != null && isOurs(lease, epoch, entry)) {
        leases.remove(entry.id());
      }
    }
  }

  private static boolean isOwn(Final done, String user, PendingEvent entry) {
    return done.user().equals(user) && done.seq() == entry.seq();
  }
}
