package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.JvmOptions;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.AdminSide;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures the memory that the services need at the load of a small shop: ten signed webhooks a
 * second, each of which becomes a notification in a dry run, while somebody looks at the pages of
 * the dashboard. First with the JVM options for little memory, then with the standard ones.
 */
final class SmallShop {
  private static final int RATE = 10;
  private static final int SECONDS = 60;
  private static final int CONNECTIONS = 4;
  private static final Duration READY = Duration.ofMinutes(3);

  private final BenchFrame frame;

  private SmallShop(BenchFrame frame) {
    this.frame = frame;
  }

  static void run(BenchFrame frame, Consumer<BenchResult> report) throws Exception {
    for (String options : List.of(JvmOptions.SMALL, JvmOptions.STANDARD)) {
      report.accept(new SmallShop(frame).measure(options));
    }
  }

  private BenchResult measure(String options) throws Exception {
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), 8);
        ServiceProcess ingest = start(servers.ingest(), options, Webhooks.SOURCE);
        ServiceProcess consumer = start(servers.consumer(), options, BenchNotes.OF_ALL);
        ServiceProcess push = start(servers.pushWorker(), options, Map.of("FCM_DRY_RUN", "true"));
        ServiceProcess dashboard = start(servers.dashboard(), options, Map.of())) {
      Map<String, Process> services = new LinkedHashMap<>();
      services.put("ingest", ingest.process());
      services.put("consumer", consumer.process());
      services.put("push", push.process());
      services.put("dashboard", dashboard.process());
      List.of(ingest, consumer, push, dashboard).forEach(each -> each.awaitReady(READY));
      frame.say("the services run with %s", options);
      BenchEvents events = events(options);
      new BenchNotes(events).register(servers.redis());
      try (MemoryWatch memory = MemoryWatch.start(services)) {
        DashboardClient pages = new DashboardClient(dashboard.port());
        for (String page : AdminSide.PAGES) {
          long ignored = pages.open(page);
        }
        TimedRun run = TimedRun.send(ingest.port(), services, requests(events), CONNECTIONS, RATE);
        String detail = "%s; together %s".formatted(run.latencies(), memory);
        return new BenchResult(
            "a small shop, " + options, run.perSecond(), null, detail, run.usage());
      }
    }
  }

  private static ServiceProcess start(
      ServiceProcess.Builder described, String options, Map<String, String> env) {
    env.forEach(described::env);
    return described.options(options).start();
  }

  private BenchEvents events(String options) {
    String name = frame.name() + (options.equals(JvmOptions.SMALL) ? "s" : "n");
    return new BenchEvents(name, RATE * SECONDS, 50, false, 60);
  }

  private static List<byte[]> requests(BenchEvents events) {
    String now = Long.toString(System.currentTimeMillis() / 1000);
    return IntStream.range(0, events.count())
        .mapToObj(i -> Webhooks.signed(events.body(i), now))
        .toList();
  }
}
