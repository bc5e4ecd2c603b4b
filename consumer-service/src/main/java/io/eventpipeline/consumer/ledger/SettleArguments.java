package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.runtime.redis.KeySpace;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys and arguments of settle.lua, in the order that the head of the script lists. */
final class SettleArguments {
  private final List<String> seqs = new ArrayList<>();
  private final List<String> leases = new ArrayList<>();
  private final List<String> orders = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> dedups = new ArrayList<>();
  private final List<String> deadKeys = new ArrayList<>(0);
  private final List<String> args = new ArrayList<>();
  private final List<String> deadArgs = new ArrayList<>(0);
  private final KeySpace space;
  private final String ownerKey;

  SettleArguments(
      KeySpace space,
      Ownership owner,
      Duration retention,
      @Nullable Integer history,
      List<List<PendingEvent>> lanes) {
    this.space = space;
    ownerKey = space.owner(owner.topic(), owner.partition());
    args.add(owner.epoch());
    args.add(owner.home());
    args.add(Long.toString(retention.toMillis()));
    args.add(owner.topic());
    args.add(Integer.toString(owner.partition()));
    args.add(history == null ? "" : Integer.toString(history));
    args.add(Integer.toString(lanes.size()));
    args.add(Integer.toString(ClaimArguments.count(lanes)));
    for (List<PendingEvent> lane : lanes) {
      String user = ClaimArguments.user(lane);
      seqs.add(space.seq(user));
      orders.add(space.order(user));
      args.add(user);
      args.add(Integer.toString(lane.size()));
    }
    lanes.forEach(lane -> lane.forEach(this::add));
  }

  String[] keys() {
    return ScriptArgs.concat(
        List.of(ownerKey, space.dlqList()), seqs, leases, orders, events, dedups, deadKeys);
  }

  String[] args() {
    return ScriptArgs.concat(args, deadArgs);
  }

  private void add(PendingEvent entry) {
    Verdict verdict = entry.verdict();
    if (verdict == null) {
      throw new IllegalArgumentException("event " + entry.id() + " has no verdict to settle");
    }
    events.add(space.event(entry.id()));
    dedups.add(space.dedup(entry.id()));
    leases.add(space.inflight(entry.id()));
    args.add(kind(verdict));
    args.add(entry.id());
    args.add(Long.toString(entry.offset()));
    args.add(ClaimArguments.seq(entry));
    args.add(Integer.toString(verdict.attempts()));
    var event = entry.event();
    args.add(event == null ? "" : event.type());
    if (verdict instanceof Verdict.Failed failed) {
      addDeadLetter(entry, failed.failure());
    }
  }

  private static String kind(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Processed processed -> "P";
      case Verdict.Failed failed -> failed.inOrder() ? "F" : "X";
      case Verdict.Skipped skipped -> "S";
    };
  }

  private void addDeadLetter(PendingEvent entry, Failure failure) {
    deadKeys.add(space.dlq(entry.id()));
    deadArgs.add(failure.error());
    deadArgs.add(failure.errorClass());
    deadArgs.add(failure.stackTrace());
    byte[] value = entry.value();
    byte[] bytes = value == null ? new byte[0] : value;
    try {
      deadArgs.add(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      deadArgs.add("utf8");
    } catch (CharacterCodingException notUtf8) {
      deadArgs.add(Base64.getEncoder().encodeToString(bytes));
      deadArgs.add("base64");
    }
  }
}
