package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Measures the consumer beside Parallel Consumer with Lettuce: each drains the same kind of events,
 * with servers of its own, in turn. The consumer has all on. Each repetition is a turn.
 */
final class ParallelConsumerBench {
  private static final int USERS = 5000;
  private static final int MOST_EVENTS = 500_000;
  private static final int PARTITIONS = 8;

  /** More threads, or larger batches, were slower. */
  private static final int SINGLE_THREADS = 100;

  private static final int BATCH = 50;
  private static final int BATCH_THREADS = 64;

  private final BenchFrame frame;
  private final BenchEvents events;

  private ParallelConsumerBench(BenchFrame frame, BenchEvents events) {
    this.frame = frame;
    this.events = events;
  }

  static void run(BenchFrame frame, int count, Consumer<BenchResult> report) throws Exception {
    int whole = Math.max(USERS, Math.min(count, MOST_EVENTS) / USERS * USERS);
    BenchEvents events = new BenchEvents(frame.name(), whole, USERS, true, 60);
    new ParallelConsumerBench(frame, events).turn(report);
  }

  private void turn(Consumer<BenchResult> report) throws Exception {
    WarmDrain single = drain("s", servers -> servers.parallelConsumer(1, SINGLE_THREADS));
    WarmDrain ours = drain("o", BenchServers::consumerWithAllOn);
    WarmDrain batched = drain("b", servers -> servers.parallelConsumer(BATCH, BATCH_THREADS));
    report.accept(row("an event a call", ours, single));
    report.accept(row(BATCH + " events a call", ours, batched));
  }

  private BenchResult row(String how, WarmDrain ours, WarmDrain theirs) {
    return new BenchResult(
        "beside Parallel Consumer, " + how,
        ours.times().warmRate(),
        theirs.times().warmRate(),
        detail(ours, theirs),
        ours.all());
  }

  private WarmDrain drain(String suffix, Function<BenchServers, ServiceProcess.Builder> consumer)
      throws Exception {
    BenchEvents some = events.renamed(suffix);
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), PARTITIONS)) {
      BenchTopic.fill(servers, some);
      WarmDrain drain = WarmDrain.run(servers, some, consumer.apply(servers), Map.of());
      UserOrders.require(servers.redis(), some);
      return drain;
    }
  }

  private String detail(WarmDrain ours, WarmDrain theirs) {
    return String.format(
        Locale.ROOT,
        "the last two thirds; %,d in %.1f s, theirs in %.1f s; CPU of one in µs: %s; theirs: %s,"
            + " RSS %d MB",
        events.count(),
        ours.times().seconds(),
        theirs.times().seconds(),
        ours.shown(),
        theirs.shown(),
        theirs.all().peak().getOrDefault("consumer", 0L));
  }
}
