package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the most that Redis can do: the pipeline's scripts with its keys and arguments, sent by
 * a client that only pipelines commands.
 */
final class RedisCeiling {
  /** As in the consumer. */
  private static final int EVENTS_PER_CALL = 100;

  /** As in a batch of the API: users in one call of {@code limit.lua}, with an event each. */
  private static final int USERS_PER_LIMIT = 1000;

  private static final String TOPIC = "ceiling";

  private final String redis;
  private final BenchEvents events;
  private final int perUser;
  private final boolean limited;
  private final ScriptVersion version;
  private String epoch = "";
  private String claim = "";
  private String settle = "";
  private String limit = "";

  /**
   * @param perUser consecutive events of one user, at most 100
   * @param limited whether {@code limit.lua} runs first
   */
  RedisCeiling(
      String redis, BenchEvents events, int perUser, boolean limited, ScriptVersion version) {
    this.redis = redis;
    this.events = events;
    this.perUser = perUser;
    this.limited = limited;
    this.version = version;
  }

  /** Returns events a second. */
  double measure() throws InterruptedException {
    try (RawRedis client = new RawRedis(redis)) {
      loadScripts(client);
      List<List<List<Integer>>> chunks = chunks(groups());
      int[] answers = new int[chunks.size()];
      byte[][] wire = new byte[chunks.size()][];
      for (int c = 0; c < chunks.size(); c++) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answers[c] = encode(chunks.get(c), bytes);
        wire[c] = bytes.toByteArray();
      }
      double seconds = time(client, wire, answers);
      FinalTimes.read(redis, events);
      if (version == ScriptVersion.PRESENT) {
        AllOn.requireTraces(redis, events);
      }
      return events.count() / seconds;
    }
  }

  private void loadScripts(RawRedis client) {
    String take = load(client, version.take());
    claim = load(client, version.claim());
    settle = load(client, version.settle());
    limit = load(client, version.limit());
    String taken = client.ask("EVALSHA", take, "2", "owner:ceiling:0", "topic:ceiling:0", "");
    epoch = taken.split("\n", -1)[1];
  }

  private static double time(RawRedis client, byte[][] wire, int[] answers)
      throws InterruptedException {
    long begun = System.nanoTime();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (byte[] chunk : wire) {
                    client.send(chunk);
                  }
                });
    for (int answer : answers) {
      client.skip(answer);
    }
    writer.join();
    return (System.nanoTime() - begun) / 1e9;
  }

  private static String load(RawRedis client, String script) {
    return client.ask("SCRIPT", "LOAD", script).strip();
  }

  /** Groups consecutive events of one user. */
  private List<List<Integer>> groups() {
    List<List<Integer>> groups = new ArrayList<>();
    int stride = events.users();
    for (int round = 0; round * stride * perUser < events.count(); round++) {
      for (int user = 0; user < stride; user++) {
        List<Integer> group = new ArrayList<>();
        for (int n = 0; n < perUser; n++) {
          int i = (round * perUser + n) * stride + user;
          if (i < events.count()) {
            group.add(i);
          }
        }
        if (!group.isEmpty()) {
          groups.add(group);
        }
      }
    }
    return groups;
  }

  /** Joins groups of as many users as one call holds, no user twice. */
  private List<List<List<Integer>>> chunks(List<List<Integer>> groups) {
    int size = Math.min(USERS_PER_LIMIT, events.users());
    List<List<List<Integer>>> chunks = new ArrayList<>();
    for (int from = 0; from < groups.size(); from += size) {
      chunks.add(groups.subList(from, Math.min(groups.size(), from + size)));
    }
    return chunks;
  }

  /** Cuts groups into calls of at least {@code most} events. */
  private static List<List<List<Integer>>> cut(List<List<Integer>> groups, int most) {
    List<List<List<Integer>>> cut = new ArrayList<>();
    int count = most;
    for (List<Integer> group : groups) {
      if (count >= most) {
        cut.add(new ArrayList<>());
        count = 0;
      }
      cut.getLast().add(group);
      count += group.size();
    }
    return cut;
  }

  private int encode(List<List<Integer>> groups, ByteArrayOutputStream to) {
    int limits = limited ? perUser : 0;
    for (int i = 0; i < limits; i++) {
      encodeLimit(groups, i, to);
    }
    List<List<List<Integer>>> calls = cut(groups, EVENTS_PER_CALL);
    calls.forEach(call -> encodeClaim(call, to));
    SettleForm settles = version.settles(events, TOPIC, settle, epoch);
    long second = System.currentTimeMillis() / 1000;
    calls.forEach(call -> settles.encode(call, second, to));
    return 2 * calls.size() + limits;
  }

  private void encodeLimit(List<List<Integer>> groups, int nth, ByteArrayOutputStream to) {
    List<String> keys = new ArrayList<>();
    groups.forEach(group -> keys.add("rate:" + user(group)));
    List<String> args = new ArrayList<>(List.of("1000000", "1000"));
    args.addAll(List.of(events.id(groups.getFirst().getFirst()) + nth, "0"));
    groups.forEach(group -> args.add("1"));
    RawRedis.encodeCall(to, limit, keys, args);
  }

  private void encodeClaim(List<List<Integer>> call, ByteArrayOutputStream to) {
    List<Integer> all = call.stream().flatMap(List::stream).toList();
    List<String> keys = new ArrayList<>(List.of("owner:ceiling:0"));
    call.forEach(group -> keys.add("seq:" + user(group)));
    all.forEach(i -> keys.add("event:" + events.id(i)));
    all.forEach(i -> keys.add("inflight:" + events.id(i)));
    List<String> args = new ArrayList<>(List.of(epoch, "ceiling:0", "60000", "5", "1000000", "0"));
    args.addAll(List.of("" + call.size(), "" + all.size()));
    call.forEach(group -> args.addAll(List.of(user(group), "" + group.size())));
    all.forEach(i -> args.addAll(List.of(events.seqText(i), "" + i)));
    RawRedis.encodeCall(to, claim, keys, args);
  }

  private String user(List<Integer> group) {
    return events.user(group.getFirst());
  }
}
