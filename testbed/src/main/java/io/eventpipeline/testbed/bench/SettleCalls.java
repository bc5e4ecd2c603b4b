package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes calls of settle.lua, as the consumer makes them, for events of one topic's partition 0.
 */
final class SettleCalls {
  private final BenchEvents events;
  private final String topic;
  private final String script;
  private final String epoch;
  private final long retention;

  /**
   * @param script SHA-1 of the script
   * @param epoch of the partition's owner
   * @param windowSeconds how long the window log counts, in seconds; 0 for no log
   */
  SettleCalls(BenchEvents events, String topic, String script, String epoch, long windowSeconds) {
    this.events = events;
    this.topic = topic;
    this.script = script;
    this.epoch = epoch;
    this.retention = windowSeconds;
  }

  /**
   * Appends one call.
   *
   * @param lanes events of one user each, no user twice
   * @param second in which all count, unix seconds
   */
  void encode(List<List<Integer>> lanes, long second, ByteArrayOutputStream to) {
    List<Integer> all = lanes.stream().flatMap(List::stream).toList();
    boolean counts = retention > 0;
    List<String> command = new ArrayList<>(List.of("EVALSHA", script, ""));
    command.addAll(List.of("owner:" + topic + ":0", "dlq:list", "ix:notable"));
    lanes.forEach(lane -> command.add("seq:" + user(lane)));
    all.forEach(i -> command.add("inflight:" + events.id(i)));
    lanes.forEach(lane -> command.add("order:" + user(lane)));
    all.forEach(i -> command.add("event:" + events.id(i)));
    all.forEach(i -> command.add("dedup:" + events.id(i)));
    if (counts) {
      command.add("win:" + second);
    }
    command.set(2, "" + (command.size() - 3));
    command.addAll(List.of(epoch, topic + ":0", "86400000", topic, "0", "", "" + retention));
    command.addAll(List.of("" + lanes.size(), "" + all.size(), counts ? "1" : "0", "0"));
    lanes.forEach(lane -> command.addAll(List.of(user(lane), "" + lane.size())));
    String kind = counts ? "P1" : "P";
    all.forEach(
        i -> command.addAll(List.of(kind, events.id(i), "" + i, seq(i), "1", "order.created")));
    if (counts) {
      command.add("" + second);
    }
    RawRedis.encode(to, command);
  }

  private String user(List<Integer> lane) {
    return events.user(lane.getFirst());
  }

  private String seq(int i) {
    return events.seq(i) == 0 ? "" : "" + events.seq(i);
  }
}
