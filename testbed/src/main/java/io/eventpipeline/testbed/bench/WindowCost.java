package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures what the window log costs Redis: settle.lua without and with it in turn, by the
 * processor time of Redis' main thread.
 */
final class WindowCost {
  private static final int ROUNDS = 9;
  private static final String TOPIC = "cost";

  private final RawRedis client;
  private final String settle;
  private final String epoch;

  private WindowCost(RawRedis client) {
    this.client = client;
    settle = client.ask("SCRIPT", "LOAD", LuaScripts.ledger("settle")).strip();
    String take = client.ask("SCRIPT", "LOAD", LuaScripts.take()).strip();
    String taken = client.ask("EVALSHA", take, "2", "owner:cost:0", "topic:cost:0", "");
    epoch = taken.split("\n", -1)[1];
  }

  /** Reports a row for calls of many users, and one for calls of one user. */
  static void run(BenchServers servers, String name, Consumer<BenchResult> report) {
    try (RawRedis client = new RawRedis(servers.redis())) {
      WindowCost cost = new WindowCost(client);
      report.accept(cost.compare("50 users × 1 event", name + "m", 20_000, 50, 1));
      report.accept(cost.compare("1 user × 100 events", name + "s", 20_000, 1, 100));
    }
  }

  private BenchResult compare(String what, String name, int count, int users, int perUser) {
    double[] off = new double[ROUNDS];
    double[] on = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      BenchEvents events = new BenchEvents(name + round, count, users, true, 0);
      off[round] = micros(events.renamed("o"), perUser, 0);
      on[round] = micros(events.renamed("w"), perUser, SettleCalls.WINDOW_SECONDS);
    }
    Arrays.sort(off);
    Arrays.sort(on);
    return new BenchResult(
        "settle with the window log, " + what,
        1e6 / median(on),
        1e6 / median(off),
        shown(on) + " beside " + shown(off),
        Usage.of(Map.of()));
  }

  /** Redis' processor time for one event, in microseconds. */
  private double micros(BenchEvents events, int perUser, long retention) {
    SettleCalls calls = new SettleCalls(events, TOPIC, settle, epoch, retention);
    long second = System.currentTimeMillis() / 1000;
    List<byte[]> wire = new ArrayList<>();
    int perCall = events.users() * perUser;
    for (int from = 0; from < events.count(); from += perCall) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      calls.encode(lanes(events, from, perUser), second, bytes);
      wire.add(bytes.toByteArray());
    }
    double before = client.mainThreadSeconds();
    for (byte[] call : wire) {
      client.send(call);
      client.skip(1);
    }
    return (client.mainThreadSeconds() - before) * 1e6 / events.count();
  }

  private static List<List<Integer>> lanes(BenchEvents events, int from, int perUser) {
    List<List<Integer>> lanes = new ArrayList<>();
    for (int user = 0; user < events.users(); user++) {
      List<Integer> lane = new ArrayList<>();
      for (int n = 0; n < perUser; n++) {
        lane.add(from + n * events.users() + user);
      }
      lanes.add(lane);
    }
    return lanes;
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static String shown(double[] sorted) {
    return String.format(
        Locale.ROOT,
        "%.1f [%.1f-%.1f] µs",
        median(sorted),
        sorted[sorted.length / 4],
        sorted[sorted.length * 3 / 4]);
  }
}
