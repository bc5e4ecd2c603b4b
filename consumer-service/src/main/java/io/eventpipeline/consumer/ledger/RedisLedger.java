package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.OrderSettings;
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
 * The truth about events, by partition. Every call is queued; {@link LedgerConnection#flush} sends
 * what is queued. The answers come on a thread of the connection, and never as exceptions. Threads:
 * any.
 */
@Singleton
public final class RedisLedger {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLedger.class);

  private final LedgerConnection link;
  private final KeySpaces spaces;
  private final LedgerSettings settings;
  private final OrderSettings order;

  public RedisLedger(
      LedgerConnection link, KeySpaces spaces, LedgerSettings settings, OrderSettings order) {
    this.link = link;
    this.spaces = spaces;
    this.settings = settings;
    this.order = order;
    if (settings.isForEver()) {
      LOG.warn(
          "ledger.retention is 0: Redis keeps every event for ever, and its memory only grows");
    }
  }

  /**
   * Makes the caller the owner of a partition; whoever owned it before can write no more.
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
   * Leases events of each of many lanes, in this order; renews the leases that are ours already.
   *
   * @param lanes none of them empty; no lane twice; all of one key space
   * @param quarantined true if events that were cut off before may run now
   */
  public CompletionStage<ScriptResult<List<Claimed>>> claim(
      Ownership owner, List<List<PendingEvent>> lanes, boolean quarantined) {
    int count = Arguments.count(lanes);
    KeySpace space = space(owner, lanes.getFirst());
    List<String> seqs = new ArrayList<>(lanes.size());
    List<String> events = new ArrayList<>(count);
    List<String> leases = new ArrayList<>(count);
    List<String> users = new ArrayList<>(2 * lanes.size());
    List<String> rows = new ArrayList<>(2 * count);
    for (List<PendingEvent> lane : lanes) {
      String user = Arguments.user(lane);
      seqs.add(space.seq(user));
      users.add(user);
      users.add(Integer.toString(lane.size()));
      for (PendingEvent entry : lane) {
        events.add(space.event(entry.id()));
        leases.add(space.inflight(entry.id()));
        rows.add(Arguments.seq(entry));
        rows.add(Long.toString(entry.offset()));
      }
    }
    List<String> head =
        List.of(
            owner.epoch(),
            owner.home(),
            Long.toString(LedgerSettings.LEASE.toMillis()),
            Integer.toString(LedgerSettings.LAST_START),
            Long.toString(order.maxSeqJump()),
            quarantined ? "1" : "0",
            Integer.toString(lanes.size()),
            Integer.toString(count));
    return run(
        Script.CLAIM,
        Arguments.concat(List.of(ownerKey(space, owner)), seqs, events, leases),
        Arguments.concat(head, users, rows),
        reply -> byLane(reply, lanes, ClaimCode::of, Claimed::new));
  }

  /**
   * Makes the verdicts of events of each of many lanes final, in this order. Each must have one.
   *
   * @param lanes none of them empty; no lane twice; all of one key space
   */
  public CompletionStage<ScriptResult<List<Settled>>> settle(
      Ownership owner, List<List<PendingEvent>> lanes) {
    SettleArguments arguments =
        new SettleArguments(
            space(owner, lanes.getFirst()), owner, settings.retention(), order.history(), lanes);
    return run(
        Script.SETTLE,
        arguments.keys(),
        arguments.args(),
        reply -> byLane(reply, lanes, SettleCode::of, Settled::new));
  }

  /** Moves a user's order from one place to a later one, if it is there. Gives where it is then. */
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
   * Lets go of the leases of events that were claimed and will not be settled.
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
    link.rewriteAppendOnlyFile();
  }

  private <T> CompletionStage<ScriptResult<T>> run(
      Script script, String[] keys, String[] args, Function<List<Object>, T> read) {
    return link.run(script, keys, args)
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

  /** A code for each event, then where the order of each lane is. */
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
    String user = Arguments.user(lane);
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
