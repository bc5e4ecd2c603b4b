package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes calls of settle.lua as it was in 0.2.0, without a window log and without emissions. */
final class SettleCalls020 implements SettleForm {
  private final BenchEvents events;
  private final String topic;
  private final String script;
  private final String epoch;

  /**
   * @param script SHA-1 of the script
   * @param epoch of the partition's owner
   */
  SettleCalls020(BenchEvents events, String topic, String script, String epoch) {
    this.events = events;
    this.topic = topic;
    this.script = script;
    this.epoch = epoch;
  }

  @Override
  public void encode(List<List<Integer>> lanes, long second, ByteArrayOutputStream to) {
    List<Integer> all = lanes.stream().flatMap(List::stream).toList();
    List<String> keys = new ArrayList<>(List.of("owner:" + topic + ":0", "dlq:list"));
    lanes.forEach(lane -> keys.add("seq:" + user(lane)));
    all.forEach(i -> keys.add("inflight:" + events.id(i)));
    lanes.forEach(lane -> keys.add("order:" + user(lane)));
    all.forEach(i -> keys.add("event:" + events.id(i)));
    all.forEach(i -> keys.add("dedup:" + events.id(i)));
    List<String> args = new ArrayList<>(List.of(epoch, topic + ":0", "86400000", topic, "0", ""));
    args.addAll(List.of("" + lanes.size(), "" + all.size()));
    lanes.forEach(lane -> args.addAll(List.of(user(lane), "" + lane.size())));
    all.forEach(i -> args.addAll(row(i)));
    RawRedis.encodeCall(to, script, keys, args);
  }

  private List<String> row(int i) {
    return List.of("P", events.id(i), "" + i, events.seqText(i), "1", events.type(i));
  }

  private String user(List<Integer> lane) {
    return events.user(lane.getFirst());
  }
}
