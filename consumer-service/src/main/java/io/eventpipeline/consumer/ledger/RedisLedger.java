package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.Entry;
import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.contract.RedisKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The truth about events, by partition. Every call is queued; {@link RedisLink#flush} sends what is
 * queued. The answers come on a thread of the connection, and never as exceptions. Threads: any.
 */
public final class RedisLedger {
  private final RedisLink link;
  private final LedgerSettings settings;

  public RedisLedger(RedisLink link, LedgerSettings settings) {
    this.link = link;
    this.settings = settings;
  }

  /** Makes the caller the owner of a partition; whoever owned it before can write no more. */
  public CompletionStage<Answer<Ownership>> take(String topic, int partition) {
    return run(
        Script.TAKE,
        List.of(RedisKeys.owner(topic, partition)),
        List.of(),
        reply -> new Ownership(topic, partition, text(reply, 1)));
  }

  /**
   * Leases events of one lane, in this order; renews the leases that are ours already.
   *
   * @param quarantined true if events that were cut off before may run now
   */
  public CompletionStage<Answer<Claimed>> claim(
      Ownership owner, List<Entry> entries, boolean quarantined) {
    String user = user(entries);
    List<String> keys = new ArrayList<>(2 + 2 * entries.size());
    keys.add(RedisKeys.owner(owner.topic(), owner.partition()));
    keys.add(RedisKeys.seq(user));
    List<String> args = new ArrayList<>(7 + 2 * entries.size());
    args.add(owner.epoch());
    args.add(owner.home());
    args.add(Long.toString(LedgerSettings.LEASE.toMillis()));
    args.add(Integer.toString(LedgerSettings.LAST_START));
    args.add(Long.toString(settings.maxSeqJump()));
    args.add(quarantined ? "1" : "0");
    args.add(user);
    for (Entry entry : entries) {
      keys.add(RedisKeys.event(entry.id()));
      keys.add(RedisKeys.inflight(entry.id()));
      args.add(SettleArguments.seq(entry));
      args.add(Long.toString(entry.offset()));
    }
    return run(
        Script.CLAIM,
        keys,
        args,
        reply ->
            new Claimed(
                text(reply, 2).chars().mapToObj(c -> ClaimCode.of((char) c)).toList(),
                next(reply)));
  }

  /** Makes the verdicts of events of one lane final, in this order. Each must have one. */
  public CompletionStage<Answer<Settled>> settle(Ownership owner, List<Entry> entries) {
    SettleArguments arguments =
        new SettleArguments(owner, user(entries), settings.retention(), entries);
    return run(
        Script.SETTLE,
        arguments.keys(),
        arguments.args(),
        reply ->
            new Settled(
                text(reply, 2).chars().mapToObj(c -> SettleCode.of((char) c)).toList(),
                next(reply)));
  }

  /** Moves a user's order from one place to a later one, if it is there. Gives where it is then. */
  public CompletionStage<Answer<NextSeq>> jump(Ownership owner, String user, long from, long to) {
    return run(
        Script.JUMP,
        List.of(RedisKeys.owner(owner.topic(), owner.partition()), RedisKeys.seq(user)),
        List.of(owner.epoch(), Long.toString(from), Long.toString(to)),
        RedisLedger::next);
  }

  /** Lets go of the leases of events that were claimed and will not be settled. */
  public CompletionStage<Answer<Boolean>> release(Ownership owner, List<Entry> entries) {
    List<String> keys = new ArrayList<>(1 + entries.size());
    keys.add(RedisKeys.owner(owner.topic(), owner.partition()));
    List<String> args = new ArrayList<>(2 + entries.size());
    args.add(owner.epoch());
    args.add(owner.home());
    for (Entry entry : entries) {
      keys.add(RedisKeys.inflight(entry.id()));
      args.add(Long.toString(entry.offset()));
    }
    return run(Script.RELEASE, keys, args, reply -> true);
  }

  private <T> CompletionStage<Answer<T>> run(
      Script script, List<String> keys, List<String> args, Function<List<Object>, T> read) {
    return link.run(script, keys, args)
        .handle(
            (reply, error) -> {
              try {
                return error != null ? new Answer.Missing<>(error) : answer(reply, read);
              } catch (RuntimeException unreadable) { // thrown here, it would be lost
                return new Answer.Missing<>(unreadable);
              }
            });
  }

  private static <T> Answer<T> answer(List<Object> reply, Function<List<Object>, T> read) {
    return text(reply, 0).equals("FENCED")
        ? new Answer.Fenced<>(text(reply, 1))
        : new Answer.Given<>(read.apply(reply));
  }

  /** All entries of a call are of one user; a record that is no event has none. */
  private static String user(List<Entry> entries) {
    var event = entries.getFirst().event();
    return event == null ? "" : event.userId();
  }

  private static String text(List<Object> reply, int index) {
    return (String) reply.get(index);
  }

  private static NextSeq next(List<Object> reply) {
    String seq = text(reply, 1);
    return seq.isEmpty() ? NextSeq.FIRST : new NextSeq(Long.parseLong(seq), true);
  }
}
