package io.eventpipeline.local.simulate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts requests by kind and status. Threads: any; all under one lock. */
final class SimulationCounts {
  /** Column of tries without an answer. */
  static final String NO_ANSWER = "no answer";

  private static final int SHOWN = 5;

  /**
   * All kinds together.
   *
   * @param sent requests, each counted once however often it is tried
   * @param refused as they must be
   * @param wrong not answered as they must be, or not in time
   * @param repeated tries after the first
   */
  record Totals(long sent, long accepted, long refused, long wrong, long repeated) {
    long underWay() {
      return sent - accepted - refused - wrong;
    }
  }

  private final Map<SendKind, Long> sent = new EnumMap<>(SendKind.class);
  private final Map<SendKind, Map<String, Long>> answers = new EnumMap<>(SendKind.class);
  private final Map<SendKind, PlannedSend> lastAccepted = new EnumMap<>(SendKind.class);
  private final List<String> reasons = new ArrayList<>();
  private long accepted;
  private long refused;
  private long wrong;
  private long repeated;
  private long unsent;

  synchronized void sent(SendKind kind) {
    sent.merge(kind, 1L, Long::sum);
  }

  /** One try ended so. */
  synchronized void answered(SendKind kind, String status) {
    answers.computeIfAbsent(kind, none -> new TreeMap<>()).merge(status, 1L, Long::sum);
  }

  /** So many requests were due and could not be sent. */
  synchronized void unsent(long requests) {
    unsent = requests;
  }

  synchronized long unsent() {
    return unsent;
  }

  /** A request is tried once more. */
  synchronized void repeated() {
    repeated++;
  }

  synchronized void ended(PlannedSend send, SendOutcome outcome) {
    switch (outcome) {
      case SendOutcome.Expected expected when send.kind() == SendKind.INVALID -> refused++;
      case SendOutcome.Expected expected -> {
        accepted++;
        lastAccepted.put(send.kind(), send);
      }
      case SendOutcome.Wrong(String why) -> {
        wrong++;
        if (reasons.size() < SHOWN) {
          reasons.add("%s (%s): %s".formatted(send.eventId(), send.kind().title(), why));
        }
      }
    }
  }

  synchronized Totals totals() {
    long all = sent.values().stream().mapToLong(Long::longValue).sum();
    return new Totals(all, accepted, refused, wrong, repeated);
  }

  /** By kind, how many requests were sent. */
  synchronized Map<SendKind, Long> sent() {
    return new EnumMap<>(sent);
  }

  /** How many tries of the kind ended so. */
  synchronized long answers(SendKind kind, String status) {
    return answers.getOrDefault(kind, Map.of()).getOrDefault(status, 0L);
  }

  /** All statuses that occurred. */
  synchronized Set<String> statuses() {
    Set<String> all = new TreeSet<>();
    answers.values().forEach(each -> all.addAll(each.keySet()));
    return all;
  }

  /** By kind, the request that was accepted last. */
  synchronized Map<SendKind, PlannedSend> lastAccepted() {
    return new EnumMap<>(lastAccepted);
  }

  /** Why the first few wrong ones were wrong. */
  synchronized List<String> reasons() {
    return List.copyOf(reasons);
  }
}
