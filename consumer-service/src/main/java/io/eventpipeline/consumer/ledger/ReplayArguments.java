package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.runtime.redis.KeySpace;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys and arguments of replay-claim.lua and replay-settle.lua, in the order that the heads of
 * the scripts list. For one replay.
 */
final class ReplayArguments {
  private final KeySpace space;
  private final Ownership owner;
  private final PendingEvent entry;
  private final String token;
  private final String user;

  /**
   * @throws IllegalArgumentException if the event is no replay
   */
  ReplayArguments(KeySpace space, Ownership owner, PendingEvent entry) {
    String given = entry.replayToken();
    if (given == null) {
      throw new IllegalArgumentException("event " + entry.id() + " is no replay");
    }
    this.space = space;
    this.owner = owner;
    this.entry = entry;
    this.token = given;
    this.user = ClaimArguments.user(List.of(entry));
  }

  String[] claimKeys() {
    return new String[] {
      space.owner(owner.topic(), owner.partition()),
      space.seq(user),
      space.event(entry.id()),
      space.inflight(entry.id()),
      space.dlq(entry.id()),
      space.dlqList()
    };
  }

  /**
   * @param quarantined true if an event that a crash cut off may run now
   */
  String[] claimArgs(boolean quarantined) {
    return new String[] {
      owner.epoch(),
      owner.home(),
      Long.toString(LedgerSettings.LEASE.toMillis()),
      Integer.toString(LedgerSettings.LAST_START),
      token,
      quarantined ? "1" : "0",
      Long.toString(entry.offset()),
      user,
      entry.isHandled() ? "1" : "0"
    };
  }

  String[] settleKeys(SettleSettings settings) {
    List<String> keys = new ArrayList<>();
    keys.add(space.owner(owner.topic(), owner.partition()));
    keys.add(space.seq(user));
    keys.add(space.dlqList());
    keys.add(space.inflight(entry.id()));
    keys.add(space.event(entry.id()));
    keys.add(space.dedup(entry.id()));
    keys.add(space.dlq(entry.id()));
    keys.add(space.replayJob(job(token)));
    keys.add(space.notable());
    keys.add(isCounted() ? space.window(entry.second()) : space.event(entry.id()));
    if (verdict() instanceof Verdict.Processed processed) {
      int emissions = SettleArguments.emissionTexts(entry, processed, settings.rules()).size();
      for (int i = 0; i < emissions; i++) {
        keys.add(space.outboxPush());
      }
    }
    return keys.toArray(String[]::new);
  }

  String[] settleArgs(SettleSettings settings) {
    List<String> args = new ArrayList<>();
    args.add(owner.epoch());
    args.add(owner.home());
    args.add(Long.toString(settings.ledger().retention().toMillis()));
    args.add(owner.topic());
    args.add(Integer.toString(owner.partition()));
    args.add(token);
    args.add(verdict() instanceof Verdict.Processed ? "P" : "F");
    args.add(entry.id());
    args.add(Long.toString(entry.offset()));
    args.add(Integer.toString(verdict().attempts()));
    args.add(SettleArguments.type(entry));
    args.add(user);
    args.add(ClaimArguments.seq(entry));
    args.add(isCounted() ? Long.toString(entry.second()) : "");
    args.add(Long.toString(settings.window().countedSeconds()));
    switch (verdict()) {
      case Verdict.Processed processed ->
          args.addAll(SettleArguments.emissionTexts(entry, processed, settings.rules()));
      case Verdict.Failed failed ->
          args.addAll(SettleArguments.deadLetter(entry, failed.failure()));
      case Verdict.Skipped skipped ->
          throw new IllegalArgumentException("a replay has no place to be skipped: " + entry.id());
    }
    return args.toArray(String[]::new);
  }

  private Verdict verdict() {
    Verdict verdict = entry.verdict();
    if (verdict == null) {
      throw new IllegalArgumentException("event " + entry.id() + " has no verdict to settle");
    }
    return verdict;
  }

  private boolean isCounted() {
    return SettleArguments.isCounted(entry);
  }

  /** The job of a token, which is {@code {job}.{index}}. */
  private static String job(String token) {
    int end = token.lastIndexOf('.');
    return end < 0 ? token : token.substring(0, end);
  }
}
