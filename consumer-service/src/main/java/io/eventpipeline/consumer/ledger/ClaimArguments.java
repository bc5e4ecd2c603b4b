package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.runtime.redis.KeySpace;
import java.util.ArrayList;
import java.util.List;

/** The keys and arguments of claim.lua, in the order that the head of the script lists. */
final class ClaimArguments {
  private final String ownerKey;
  private final List<String> head;
  private final List<String> seqs;
  private final List<String> events;
  private final List<String> leases;
  private final List<String> users;
  private final List<String> rows;

  ClaimArguments(
      KeySpace space,
      Ownership owner,
      long maxSeqJump,
      boolean quarantined,
      List<List<PendingEvent>> lanes) {
    int count = count(lanes);
    ownerKey = space.owner(owner.topic(), owner.partition());
    seqs = new ArrayList<>(lanes.size());
    events = new ArrayList<>(count);
    leases = new ArrayList<>(count);
    users = new ArrayList<>(2 * lanes.size());
    rows = new ArrayList<>(2 * count);
    head =
        List.of(
            owner.epoch(),
            owner.home(),
            Long.toString(LedgerSettings.LEASE.toMillis()),
            Integer.toString(LedgerSettings.LAST_START),
            Long.toString(maxSeqJump),
            quarantined ? "1" : "0",
            Integer.toString(lanes.size()),
            Integer.toString(count));
    lanes.forEach(lane -> add(lane, space));
  }

  private void add(List<PendingEvent> lane, KeySpace space) {
    String user = user(lane);
    seqs.add(space.seq(user));
    users.add(user);
    users.add(Integer.toString(lane.size()));
    for (PendingEvent event : lane) {
      events.add(space.event(event.id()));
      leases.add(space.inflight(event.id()));
      rows.add(seq(event));
      rows.add(Long.toString(event.offset()));
    }
  }

  String[] keys() {
    return ScriptArgs.concat(List.of(ownerKey), seqs, events, leases);
  }

  String[] args() {
    return ScriptArgs.concat(head, users, rows);
  }

  /** The user of a lane's events; empty for a record that holds no event. */
  static String user(List<PendingEvent> lane) {
    var event = lane.getFirst().event();
    return event == null ? "" : event.userId();
  }

  /** The seq as the scripts read it; empty if there is none. */
  static String seq(PendingEvent event) {
    return event.seq() == 0 ? "" : Long.toString(event.seq());
  }

  /** How many events all lanes have. */
  static int count(List<List<PendingEvent>> lanes) {
    int count = 0;
    for (List<PendingEvent> lane : lanes) {
      count += lane.size();
    }
    return count;
  }
}
