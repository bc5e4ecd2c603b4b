package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.ServerRefusal;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims and settles events in Redis, each call one atomic script. A call is queued until {@link
 * LedgerConnection#flush}. Its answer comes on a thread of the connection, never as an exception.
 * Threads: any.
 */
@Singleton
public final class RedisLedger {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLedger.class);

  private final LedgerConnection connection;
  private final KeySpaces spaces;
  private final SettleSettings settings;

  public RedisLedger(LedgerConnection connection, KeySpaces spaces, SettleSettings settings) {
    this.connection = connection;
    this.spaces = spaces;
    this.settings = settings;
    if (settings.ledger().isForEver()) {
      LOG.warn("ledger.retention is 0: Redis keeps every event for ever, so its memory only grows");
    }
  }

  /**
   * Makes the caller the owner of a partition. Earlier owners can write no more.
   *
   * @param topicId Kafka's id of the topic, or empty
   */
  public CompletionStage<ScriptResult<Ownership>> take(
      String topic, int partition, String topicId) {
    KeySpace space = spaces.ofPartition(partition);
    return run(
        Script.TAKE,
        new String[] {space.owner(topic, partition), space.topic(topic, partition)},
        new String[] {topicId},
        reply -> new Ownership(topic, partition, text(reply, 1), text(reply, 2)));
  }

  /**
   * Leases events of many lanes, in this order. Renews the leases that are ours already.
   *
   * @param lanes none of them empty; no lane twice; all of one key space
   * @param quarantined true if events that a crash cut off before may run now
   */
  public CompletionStage<ScriptResult<List<Claimed>>> claim(
      Ownership owner, List<List<PendingEvent>> lanes, boolean quarantined) {
    ClaimArguments arguments =
        new ClaimArguments(
            space(owner, lanes.getFirst()),
            owner,
            settings.order().maxSeqJump(),
            quarantined,
            lanes);
    return run(
        Script.CLAIM,
        arguments.keys(),
        arguments.args(),
        reply -> byLane(reply, lanes, ClaimCode::of, Claimed::new));
  }

  /**
   * Makes the verdicts of events of many lanes final, in this order. Each event must have one.
   *
   * @param lanes none of them empty; no lane twice; all of one key space
   */
  public CompletionStage<ScriptResult<List<Settled>>> settle(
      Ownership owner, List<List<PendingEvent>> lanes) {
    SettleArguments arguments =
        new SettleArguments(space(owner, lanes.getFirst()), owner, settings, lanes);
    return run(
        Script.SETTLE,
        arguments.keys(),
        arguments.args(),
        reply -> byLane(reply, lanes, SettleCode::of, Settled::new));
  }

  /**
   * Leases a dead letter that an operator has marked for replay. Renews a lease that is ours.
   *
   * @param entry a replay
   * @param quarantined true if it may run now although a crash cut it off
   */
  public CompletionStage<ScriptResult<Claimed>> claimReplay(
      Ownership owner, PendingEvent entry, boolean quarantined) {
    List<PendingEvent> lane = List.of(entry);
    ReplayArguments arguments = new ReplayArguments(space(owner, lane), owner, entry);
    return run(
        Script.REPLAY_CLAIM,
        arguments.claimKeys(),
        arguments.claimArgs(quarantined),
        reply -> byLane(reply, List.of(lane), ClaimCode::of, Claimed::new).getFirst());
  }

  /**
   * Makes the verdict of a replay final. The user's order stays as it is.
   *
   * @param entry a replay with a verdict
   */
  public CompletionStage<ScriptResult<Settled>> settleReplay(Ownership owner, PendingEvent entry) {
    List<PendingEvent> lane = List.of(entry);
    ReplayArguments arguments = new ReplayArguments(space(owner, lane), owner, entry);
    return run(
        Script.REPLAY_SETTLE,
        arguments.settleKeys(settings),
        arguments.settleArgs(settings),
        reply -> byLane(reply, List.of(lane), SettleCode::of, Settled::new).getFirst());
  }

  /**
   * Moves a user's next seq from one to a later one, unless it moved meanwhile.
   *
   * @return the next seq after that
   */
  public CompletionStage<ScriptResult<NextSeq>> jump(
      Ownership owner, String user, long from, long to) {
    KeySpace space = spaces.ofUser(user);
    return run(
        Script.JUMP,
        new String[] {ownerKey(space, owner), space.seq(user)},
        new String[] {owner.epoch(), Long.toString(from), Long.toString(to)},
        reply -> next(reply, 1));
  }

  /**
   * Releases the leases of events that were claimed and will not be settled.
   *
   * @param entries at least one; all of one key space
   */
  public CompletionStage<ScriptResult<Boolean>> release(
      Ownership owner, List<PendingEvent> entries) {
    List<String> keys = new ArrayList<>(1 + entries.size());
    KeySpace space = space(owner, entries);
    keys.add(ownerKey(space, owner));
    List<String> args = new ArrayList<>(2 + entries.size());
    args.add(owner.epoch());
    args.add(owner.home());
    for (PendingEvent entry : entries) {
      keys.add(space.inflight(entry.id()));
      args.add(Long.toString(entry.offset()));
    }
    return run(
        Script.RELEASE, keys.toArray(String[]::new), args.toArray(String[]::new), reply -> true);
  }

  /** Has Redis compact its append-only file, so that it never applies a torn end of it twice. */
  public void rewriteAppendOnlyFile() {
    connection.rewriteAppendOnlyFile();
  }

  <T> CompletionStage<ScriptResult<T>> run(
      Script script, String[] keys, String[] args, Function<List<Object>, T> read) {
    return connection
        .run(script, keys, args)
        .handle(
            (reply, error) -> {
              try {
                return error != null ? unanswered(error) : answer(reply, read);
              } catch (RuntimeException unreadable) { // thrown here, it would be lost
                return new ScriptResult.Refused<>(unreadable);
              }
            });
  }

  private static <T> ScriptResult<T> unanswered(Throwable error) {
    return ServerRefusal.isAnswer(error) && ServerRefusal.of(error) == null
        ? new ScriptResult.Refused<>(error)
        : new ScriptResult.Missing<>();
  }

  private static <T> ScriptResult<T> answer(List<Object> reply, Function<List<Object>, T> read) {
    return text(reply, 0).equals("FENCED")
        ? new ScriptResult.Fenced<>(text(reply, 1))
        : new ScriptResult.Given<>(read.apply(reply));
  }

  /** Reads a reply that holds a code for each event, then the next seq of each lane. */
  private static <C, R> List<R> byLane(
      List<Object> reply,
      List<List<PendingEvent>> lanes,
      Function<Character, C> code,
      BiFunction<List<C>, NextSeq, R> result) {
    String codes = text(reply, 1);
    List<R> results = new ArrayList<>(lanes.size());
    int at = 0;
    for (List<PendingEvent> lane : lanes) {
      List<C> own = new ArrayList<>(lane.size());
      for (int end = at + lane.size(); at < end; at++) {
        own.add(code.apply(codes.charAt(at)));
      }
      results.add(result.apply(own, next(reply, 2 + results.size())));
    }
    return results;
  }

  private KeySpace space(Ownership owner, List<PendingEvent> lane) {
    String user = ClaimArguments.user(lane);
    return user.isEmpty() ? spaces.ofPartition(owner.partition()) : spaces.ofUser(user);
  }

  /** Each space that holds a user of the partition also holds the epoch of its owner. */
  private static String ownerKey(KeySpace space, Ownership owner) {
    return space.owner(owner.topic(), owner.partition());
  }

  private static String text(List<Object> reply, int index) {
    return (String) reply.get(index);
  }

  private static NextSeq next(List<Object> reply, int index) {
    String seq = text(reply, index);
    return seq.isEmpty() ? NextSeq.FIRST : new NextSeq(Long.parseLong(seq), true);
  }
}
