package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.runtime.redis.KeySpace;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys and arguments of settle.lua, in the order that the head of the script lists. */
final class SettleArguments {
  /** Owner, list of dead letters, notable events. */
  private static final int HEAD_KEYS = 3;

  private final List<String> seqs = new ArrayList<>();
  private final List<String> leases = new ArrayList<>();
  private final List<String> orders = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> dedups = new ArrayList<>();
  private final List<String> deadKeys = new ArrayList<>(0);
  private final Map<Long, Integer> seconds;
  private final List<String> streams = new ArrayList<>(0);
  private final List<String> args = new ArrayList<>();
  private final List<String> emissionArgs = new ArrayList<>(0);
  private final List<String> deadArgs = new ArrayList<>(0);
  private final KeySpace space;
  private final EmissionRules rules;
  private final String ownerKey;
  private int added;

  SettleArguments(
      KeySpace space, Ownership owner, SettleSettings settings, List<List<PendingEvent>> lanes) {
    this.space = space;
    rules = settings.rules();
    seconds = seconds(lanes);
    ownerKey = space.owner(owner.topic(), owner.partition());
    args.add(owner.epoch());
    args.add(owner.home());
    args.add(Long.toString(settings.ledger().retention().toMillis()));
    args.add(owner.topic());
    args.add(Integer.toString(owner.partition()));
    args.add(settings.order().history());
    args.add(Long.toString(settings.window().countedSeconds()));
    args.add(Integer.toString(lanes.size()));
    args.add(Integer.toString(ClaimArguments.count(lanes)));
    args.add(Integer.toString(seconds.size()));
    int emissions = args.size();
    args.add("0");
    for (List<PendingEvent> lane : lanes) {
      String user = ClaimArguments.user(lane);
      seqs.add(space.seq(user));
      orders.add(space.order(user));
      args.add(user);
      args.add(Integer.toString(lane.size()));
    }
    lanes.forEach(lane -> lane.forEach(this::add));
    args.set(emissions, Integer.toString(emissionArgs.size() / 3));
  }

  String[] keys() {
    return ScriptArgs.concat(
        List.of(ownerKey, space.dlqList(), space.notable()),
        seqs,
        leases,
        orders,
        events,
        dedups,
        deadKeys,
        seconds.keySet().stream().map(space::window).toList(),
        streams);
  }

  String[] args() {
    String streamKey = Integer.toString(streamKey());
    for (int i = 1; i < emissionArgs.size(); i += 3) {
      emissionArgs.set(i, streamKey);
    }
    return ScriptArgs.concat(
        args, deadArgs, seconds.keySet().stream().map(String::valueOf).toList(), emissionArgs);
  }

  /** The place of the only stream among the keys, counted from 1 as Lua does. */
  private int streamKey() {
    return HEAD_KEYS + 2 * seqs.size() + 3 * events.size() + deadKeys.size() + seconds.size() + 1;
  }

  /** The seconds that events of this call count in, each with its place, from 1. */
  private static Map<Long, Integer> seconds(List<List<PendingEvent>> lanes) {
    Map<Long, Integer> places = new LinkedHashMap<>(0);
    for (List<PendingEvent> lane : lanes) {
      for (PendingEvent entry : lane) {
        if (isCounted(entry)) {
          places.putIfAbsent(entry.second(), places.size() + 1);
        }
      }
    }
    return places;
  }

  /** Which of the seconds the event counts in; empty if in none. */
  private String second(PendingEvent entry) {
    return isCounted(entry) ? String.valueOf(seconds.get(entry.second())) : "";
  }

  /** The type of an event; empty for a record that holds none. */
  static String type(PendingEvent entry) {
    Event event = entry.event();
    return event == null ? "" : event.type();
  }

  static boolean isCounted(PendingEvent entry) {
    return entry.second() != PendingEvent.NO_SECOND && entry.verdict() instanceof Verdict.Processed;
  }

  private void add(PendingEvent entry) {
    Verdict verdict = entry.verdict();
    if (verdict == null) {
      throw new IllegalArgumentException("event " + entry.id() + " has no verdict to settle");
    }
    events.add(space.event(entry.id()));
    dedups.add(space.dedup(entry.id()));
    leases.add(space.inflight(entry.id()));
    args.add(kind(verdict) + second(entry));
    args.add(entry.id());
    args.add(Long.toString(entry.offset()));
    args.add(ClaimArguments.seq(entry));
    args.add(Integer.toString(verdict.attempts()));
    args.add(type(entry));
    added++;
    switch (verdict) {
      case Verdict.Failed failed -> addDeadLetter(entry, failed.failure());
      case Verdict.Processed processed -> addEmissions(entry, processed);
      case Verdict.Skipped skipped -> {}
    }
  }

  private void addEmissions(PendingEvent entry, Verdict.Processed processed) {
    for (String text : emissionTexts(entry, processed, rules)) {
      if (streams.isEmpty()) {
        streams.add(space.outboxPush());
      }
      emissionArgs.add(Integer.toString(added));
      emissionArgs.add(""); // its stream's place, known once all keys are
      emissionArgs.add(text);
    }
  }

  /** The entries of the stream: the handler's first, then those of rules, numbered from 1. */
  static List<String> emissionTexts(
      PendingEvent entry, Verdict.Processed processed, EmissionRules rules) {
    Event event = entry.event();
    List<Emission> made = event == null ? List.of() : rules.emissions(event);
    if (made.isEmpty() && processed.emissions().isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(made.size() + processed.emissions().size());
    for (List<Emission> some : List.of(processed.emissions(), made)) {
      for (Emission emission : some) {
        texts.add("0|" + entry.id() + "#" + (texts.size() + 1) + "|" + emission.json());
      }
    }
    return texts;
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
    deadArgs.addAll(deadLetter(entry, failure));
  }

  /** Error, error class, stack trace, payload, encoding, timestamp of the record. */
  static List<String> deadLetter(PendingEvent entry, Failure failure) {
    byte[] value = entry.value();
    byte[] bytes = value == null ? new byte[0] : value;
    String payload;
    String encoding;
    try {
      payload = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      encoding = "utf8";
    } catch (CharacterCodingException notUtf8) {
      payload = Base64.getEncoder().encodeToString(bytes);
      encoding = "base64";
    }
    return List.of(
        failure.error(),
        failure.errorClass(),
        failure.stackTrace(),
        payload,
        encoding,
        Long.toString(entry.timestamp()));
  }
}
