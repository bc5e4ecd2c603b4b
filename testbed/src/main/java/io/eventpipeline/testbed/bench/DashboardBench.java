package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.command.ShortDuration;
import io.eventpipeline.testbed.rig.AdminSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * Measures the dashboard: its first page, the size of its pages, its answers while events flow, and
 * what it costs the consumer and Redis.
 */
final class DashboardBench {
  private static final int PARTITIONS = 8;
  private static final Duration READY = Duration.ofMinutes(3);

  /** So long the consumer's JVM compiles its code. */
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  /** After each change, before the next measurement. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  @Option(
      names = "--rate",
      defaultValue = "2000",
      paramLabel = "N",
      description = "dashboard: events a second (${DEFAULT-VALUE})")
  private int rate = 2000;

  @Option(
      names = "--pairs",
      defaultValue = "7",
      paramLabel = "N",
      description = "dashboard: how often each cost is measured; 0 for never (${DEFAULT-VALUE})")
  private int pairs = 7;

  @Option(
      names = "--turn",
      defaultValue = "20s",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      description = "dashboard: how long each of them takes (${DEFAULT-VALUE})")
  private Duration turn = Duration.ofSeconds(20);

  @Option(
      names = "--clicks",
      defaultValue = "60s",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      description = "dashboard: how long pages are asked for under load (${DEFAULT-VALUE})")
  private Duration clicks = Duration.ofSeconds(60);

  private enum Turn {
    WITHOUT,
    IDLE,
    OPEN
  }

  void run(BenchFrame frame, Consumer<BenchResult> report) throws Exception {
    if (rate < 1 || pairs < 0) {
      throw new IllegalArgumentException("--rate must be at least 1, --pairs not negative");
    }
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), PARTITIONS);
        ServiceProcess consumer = servers.startConsumer().awaitReady(READY);
        SteadyEvents events = SteadyEvents.start(servers, frame.name(), rate)) {
      Bed bed = new Bed(frame, servers, consumer, events);
      Thread.sleep(WARM_UP);
      frame.say("the consumer is warm, %,d events a second flow", rate);
      bed.pages(clicks, report);
      bed.costs(pairs, turn, report);
    }
  }

  /** A pipeline through which events flow. */
  private record Bed(
      BenchFrame frame, BenchServers servers, ServiceProcess consumer, SteadyEvents events) {

    void pages(Duration clicks, Consumer<BenchResult> report) throws Exception {
      long begun = System.nanoTime();
      try (ServiceProcess dashboard = servers.dashboard().start().awaitReady(READY)) {
        double ready = (System.nanoTime() - begun) / 1e9;
        DashboardClient client = new DashboardClient(dashboard.port());
        double first = client.open("/admin/events") / 1e3;
        report.accept(
            new BenchResult(
                "first page after the start",
                1e3 / first,
                null,
                String.format(Locale.ROOT, "%.0f ms; ready after %.1f s", first, ready),
                Usage.of(Map.of("dashboard", dashboard.process()))));
        for (String page : AdminSide.PAGES) {
          frame.say("%s with all its files: %,d bytes", page, client.weight(page));
        }
        report.accept(clicks(client, dashboard, clicks));
      }
    }

    /** Page after page, while one page is open. */
    private BenchResult clicks(DashboardClient client, ServiceProcess dashboard, Duration time)
        throws Exception {
      Map<String, Process> processes = Map.of("dashboard", dashboard.process());
      try (DashboardClient.Live open = client.live("events")) {
        List<Long> micros = new ArrayList<>();
        Usage before = Usage.of(processes);
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < time.toNanos()) {
          micros.add(client.open(AdminSide.PAGES.get(micros.size() % AdminSide.PAGES.size())));
          Thread.sleep(100);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long[] all = micros.stream().mapToLong(Long::longValue).toArray();
        return new BenchResult(
            "pages, 10 a second, " + String.format(Locale.ROOT, "%,d events/s", rate()),
            all.length / seconds,
            null,
            String.format(
                Locale.ROOT,
                "%s; the open page got %.1f updates a second, %,d bytes in all",
                TimedRun.latencies(all),
                open.updates() / seconds,
                open.bytes()),
            Usage.of(processes).since(before));
      }
    }

    private int rate() {
      long begun = System.nanoTime();
      int before = events.sent();
      sleep(Duration.ofSeconds(1));
      return (int) Math.round((events.sent() - before) * 1e9 / (System.nanoTime() - begun));
    }

    void costs(int pairs, Duration turn, Consumer<BenchResult> report) throws Exception {
      if (pairs == 0) {
        return;
      }
      List<EventCost> without = new ArrayList<>();
      List<EventCost> idle = new ArrayList<>();
      List<EventCost> open = new ArrayList<>();
      for (int i = 0; i < pairs * Turn.values().length; i++) {
        // Each round begins with another one.
        Turn next = Turn.values()[(i + i / Turn.values().length) % Turn.values().length];
        EventCost cost = measure(next, turn);
        frame.say("%s: consumer %.1f, Redis %.1f µs", next, cost.consumer(), cost.redis());
        switch (next) {
          case WITHOUT -> without.add(cost);
          case IDLE -> idle.add(cost);
          case OPEN -> open.add(cost);
        }
      }
      report("nobody looks", without, idle, report);
      report("a page is open", without, open, report);
    }

    private static void report(
        String what, List<EventCost> without, List<EventCost> with, Consumer<BenchResult> report) {
      CostPairs compared = new CostPairs(without, with);
      report.accept(compared.row("consumer, " + what, EventCost::consumer));
      report.accept(compared.row("Redis, " + what, EventCost::redis));
    }

    private EventCost measure(Turn turn, Duration time) throws Exception {
      return switch (turn) {
        case WITHOUT -> cost(time);
        case IDLE -> {
          try (ServiceProcess ignored = servers.dashboard().start().awaitReady(READY)) {
            yield cost(time);
          }
        }
        case OPEN -> {
          try (ServiceProcess dashboard = servers.dashboard().start().awaitReady(READY)) {
            yield whileOpen(new DashboardClient(dashboard.port()), time);
          }
        }
      };
    }

    private EventCost whileOpen(DashboardClient client, Duration time) throws Exception {
      long ignored = client.open("/admin/events");
      try (DashboardClient.Live open = client.live("events")) {
        EventCost cost = cost(time);
        if (open.updates() == 0) {
          throw new IllegalStateException("the open page got no update");
        }
        return cost;
      }
    }

    private EventCost cost(Duration time) {
      sleep(SETTLED);
      try (RawRedis redis = new RawRedis(servers.redis())) {
        double consumed = cpuSeconds();
        double asked = redis.mainThreadSeconds();
        int before = events.sent();
        sleep(time);
        int count = events.sent() - before;
        return new EventCost(
            (cpuSeconds() - consumed) * 1e6 / count,
            (redis.mainThreadSeconds() - asked) * 1e6 / count);
      }
    }

    private double cpuSeconds() {
      return consumer
              .process()
              .info()
              .totalCpuDuration()
              .orElseThrow(() -> new IllegalStateException("the system does not tell CPU times"))
              .toNanos()
          / 1e9;
    }

    private static void sleep(Duration time) {
      try {
        Thread.sleep(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
