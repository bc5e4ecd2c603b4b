package io.eventpipeline.acceptance.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What Redis can do at most: the pipeline's scripts with its keys and arguments, sent by a client
 * that only pipelines.
 */
final class Ceiling {
  private static final int GROUPS_AT_ONCE = 64;

  private final String redis;
  private final Events events;
  private final int perCall;
  private final boolean limited;
  private String epoch = "";
  private String take = "";
  private String claim = "";
  private String settle = "";
  private String limit = "";

  /**
   * @param perCall events of one user in a call, at most 100
   * @param limited with the rate limit's script before, a thousand users in a call
   */
  Ceiling(String redis, Events events, int perCall, boolean limited) {
    this.redis = redis;
    this.events = events;
    this.perCall = perCall;
    this.limited = limited;
  }

  /** Events a second. */
  double measure() throws InterruptedException {
    try (RawRedis client = new RawRedis(redis)) {
      take = load(client, Scripts.take());
      claim = load(client, Scripts.ledger("claim"));
      settle = load(client, Scripts.ledger("settle"));
      limit = load(client, Scripts.limit());
      epoch = client.ask("EVALSHA", take, "1", "owner:ceiling:0").split("\n", -1)[1];
      List<List<Integer>> groups = groups();
      int chunks = (groups.size() + GROUPS_AT_ONCE - 1) / GROUPS_AT_ONCE;
      int[] answers = new int[chunks];
      byte[][] wire = new byte[chunks][];
      for (int c = 0; c < chunks; c++) {
        List<List<Integer>> chunk =
            groups.subList(c * GROUPS_AT_ONCE, Math.min(groups.size(), (c + 1) * GROUPS_AT_ONCE));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answers[c] = encode(chunk, bytes);
        wire[c] = bytes.toByteArray();
      }
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
      double seconds = (System.nanoTime() - begun) / 1e9;
      Final.read(redis, events);
      return events.count() / seconds;
    }
  }

  private static String load(RawRedis client, String script) {
    return client.ask("SCRIPT", "LOAD", script).strip();
  }

  /** Events of one user that go together. */
  private List<List<Integer>> groups() {
    List<List<Integer>> groups = new ArrayList<>();
    int stride = events.users();
    for (int round = 0; round * stride * perCall < events.count(); round++) {
      for (int user = 0; user < stride; user++) {
        List<Integer> group = new ArrayList<>();
        for (int n = 0; n < perCall; n++) {
          int i = (round * perCall + n) * stride + user;
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

  private int encode(List<List<Integer>> groups, ByteArrayOutputStream to) {
    int commands = 2 * groups.size();
    if (limited) {
      encodeLimit(groups, to);
      commands++;
    }
    groups.forEach(group -> encodeClaim(group, to));
    groups.forEach(group -> encodeSettle(group, to));
    return commands;
  }

  private void encodeLimit(List<List<Integer>> groups, ByteArrayOutputStream to) {
    List<String> command = new ArrayList<>(List.of("EVALSHA", limit, "" + groups.size()));
    groups.forEach(group -> command.add("rate:" + events.user(group.getFirst())));
    command.addAll(List.of("1000000", "1000", events.id(groups.getFirst().getFirst())));
    groups.forEach(group -> command.add("" + group.size()));
    RawRedis.encode(to, command);
  }

  private void encodeClaim(List<Integer> group, ByteArrayOutputStream to) {
    String user = events.user(group.getFirst());
    List<String> command = new ArrayList<>(List.of("EVALSHA", claim, "" + (2 + 2 * group.size())));
    command.addAll(List.of("owner:ceiling:0", "seq:" + user));
    for (int i : group) {
      command.addAll(List.of("event:" + events.id(i), "inflight:" + events.id(i)));
    }
    command.addAll(List.of(epoch, "ceiling:0", "60000", "5", "1000000", "0", user));
    for (int i : group) {
      command.addAll(List.of(seq(i), "" + i));
    }
    RawRedis.encode(to, command);
  }

  private void encodeSettle(List<Integer> group, ByteArrayOutputStream to) {
    String user = events.user(group.getFirst());
    List<String> command = new ArrayList<>(List.of("EVALSHA", settle, "" + (4 + 3 * group.size())));
    command.addAll(List.of("owner:ceiling:0", "seq:" + user, "order:" + user, "dlq:list"));
    for (int i : group) {
      String id = events.id(i);
      command.addAll(List.of("event:" + id, "dedup:" + id, "inflight:" + id));
    }
    command.addAll(
        List.of(epoch, "ceiling:0", "86400000", user, "ceiling", "0", "" + group.size()));
    for (int i : group) {
      command.addAll(List.of("P", events.id(i), "" + i, seq(i), "1", "order.created"));
    }
    RawRedis.encode(to, command);
  }

  private String seq(int i) {
    return events.seq(i) == 0 ? "" : "" + events.seq(i);
  }
}
