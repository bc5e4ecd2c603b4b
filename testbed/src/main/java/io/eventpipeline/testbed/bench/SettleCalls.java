package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes calls of settle.lua, as the consumer makes them, for events of one topic's partition 0. A
 * payment emits a notification.
 */
final class SettleCalls implements SettleForm {
  /** How long the window log counts by default, in seconds. */
  static final long WINDOW_SECONDS = 1860;

  private final BenchEvents events;
  private final BenchNotes notes;
  private final String topic;
  private final String script;
  private final String epoch;
  private final long windowSeconds;

  /**
   * @param script SHA-1 of the script
   * @param epoch of the partition's owner
   * @param windowSeconds how long the window log counts, in seconds; 0 for no log
   */
  SettleCalls(BenchEvents events, String topic, String script, String epoch, long windowSeconds) {
    this.events = events;
    this.notes = new BenchNotes(events);
    this.topic = topic;
    this.script = script;
    this.epoch = epoch;
    this.windowSeconds = windowSeconds;
  }

  @Override
  public void encode(List<List<Integer>> lanes, long second, ByteArrayOutputStream to) {
    List<Integer> all = lanes.stream().flatMap(List::stream).toList();
    List<Integer> paid =
        IntStream.range(0, all.size()).filter(n -> events.isPayment(all.get(n))).boxed().toList();
    boolean counts = windowSeconds > 0;
    List<String> keys = new ArrayList<>(List.of("owner:" + topic + ":0", "dlq:list", "ix:notable"));
    lanes.forEach(lane -> keys.add("seq:" + user(lane)));
    all.forEach(i -> keys.add("inflight:" + events.id(i)));
    lanes.forEach(lane -> keys.add("order:" + user(lane)));
    all.forEach(i -> keys.add("event:" + events.id(i)));
    all.forEach(i -> keys.add("dedup:" + events.id(i)));
    if (counts) {
      keys.add("win:" + second);
    }
    if (!paid.isEmpty()) {
      keys.add(BenchNotes.OUTBOX);
    }
    List<String> args = new ArrayList<>(List.of(epoch, topic + ":0", "86400000", topic, "0", ""));
    args.addAll(List.of("" + windowSeconds, "" + lanes.size(), "" + all.size()));
    args.addAll(List.of(counts ? "1" : "0", "" + paid.size()));
    lanes.forEach(lane -> args.addAll(List.of(user(lane), "" + lane.size())));
    all.forEach(i -> args.addAll(row(counts ? "P1" : "P", i)));
    if (counts) {
      args.add("" + second);
    }
    paid.forEach(
        n -> args.addAll(List.of("" + (n + 1), "" + keys.size(), notes.entry(all.get(n)))));
    RawRedis.encodeCall(to, script, keys, args);
  }

  private List<String> row(String kind, int i) {
    return List.of(kind, events.id(i), "" + i, events.seqText(i), "1", events.type(i));
  }

  private String user(List<Integer> lane) {
    return events.user(lane.getFirst());
  }
}
