package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsClient;
import io.eventpipeline.testbed.rig.SqlSide;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures a consumer that writes projections against its parts: a consumer of the same kind of
 * events without projections, Redis, the broker, and a bare program that writes the same kind of
 * rows. All parts together need some CPU time for an event, so the processors allow a rate.
 */
final class ProjectionsBench {
  private static final int MOST_EVENTS = 500_000;
  private static final int PARTITIONS = 8;
  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration QUERIES_APART = Duration.ofSeconds(10);

  private final BenchFrame frame;
  private final int count;
  private final Consumer<BenchResult> report;

  private ProjectionsBench(BenchFrame frame, int count, Consumer<BenchResult> report) {
    this.frame = frame;
    this.count = count;
    this.report = report;
  }

  static void run(BenchFrame frame, int events, Consumer<BenchResult> report) throws Exception {
    new ProjectionsBench(frame, Math.min(events, MOST_EVENTS), report).run();
  }

  /** Each part is measured before and after the whole, because the machine's speed drifts. */
  private void run() throws Exception {
    WarmDrain plainBefore = drainWithoutProjections("p");
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), PARTITIONS);
        SqlSide sql = SqlSide.start(servers.dir().resolve("postgres"))) {
      makeTables(servers, sql);
      BareResult bareBefore = writeBareRows(servers, sql, BareRows.FIRST);
      Whole whole = drain(servers, sql);
      BareResult bareAfter = writeBareRows(servers, sql, "c");
      WarmDrain plainAfter = drainWithoutProjections("q");
      report(whole, new Parts(plainBefore, plainAfter, bareBefore, bareAfter, whole.queries()));
    }
  }

  private WarmDrain drainWithoutProjections(String suffix) throws IOException {
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), PARTITIONS)) {
      TypedRows events = new TypedRows(frame.name() + suffix, count);
      BenchTopic.fill(servers, events);
      WarmDrain plain = WarmDrain.run(servers, events, servers.consumer(), Map.of());
      report.accept(
          new BenchResult(
              "typed events without projections, the last two thirds",
              plain.times().warmRate(),
              allowedRate(plain.sum()),
              shown(plain),
              plain.all()));
      return plain;
    }
  }

  private static ServiceProcess.Builder projecting(BenchServers servers, SqlSide sql) {
    ServiceProcess.Builder consumer = servers.consumer();
    sql.project(consumer);
    return consumer;
  }

  private void makeTables(BenchServers servers, SqlSide sql) {
    try (ServiceProcess consumer = projecting(servers, sql).start()) {
      consumer.awaitReady(READY);
    }
    frame.say("a consumer made the tables");
  }

  /** In a process with the options of a consumer. */
  private BareResult writeBareRows(BenchServers servers, SqlSide sql, String suffix)
      throws Exception {
    try (ServiceProcess writer =
        projecting(servers, sql)
            .main(BareRows.class.getName())
            .classPath(testbed())
            .env("BENCH_NAME", frame.name())
            .env("BENCH_SUFFIX", suffix)
            .env("BENCH_EVENTS", "" + count)
            .env("BENCH_POSTGRES", "" + sql.server().process().pid())
            .logTo(servers.dir().resolve("bare.log"))
            .start()) {
      writer.process().waitFor();
      BareResult bare = BareResult.in(writer.output());
      report.accept(
          new BenchResult(
              "bare unnest, batches of 500, the last two thirds",
              bare.rate(),
              null,
              "CPU of one: %.1f, PostgreSQL %.1f µs"
                  .formatted(bare.writerMicros(), bare.postgresMicros()),
              Usage.of(Map.of())));
      return bare;
    }
  }

  private static Path testbed() throws URISyntaxException {
    return Path.of(BareRows.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private Whole drain(BenchServers servers, SqlSide sql) throws InterruptedException {
    TypedRows events = new TypedRows(frame.name() + "d", count);
    ServiceProcess.Builder described = servers.query();
    sql.serve(described);
    BenchTopic.fill(servers, events);
    tidy(sql);
    try (ServiceProcess query = described.start().awaitReady(READY)) {
      TypedRows seed = BareRows.seed(frame.name());
      double perSecond = queriesApart(query, sql, new UserQueries(EventsClient.of(query), seed));
      UserQueries queries = new UserQueries(EventsClient.of(query), seed);
      Map<String, Process> besides = Map.of("query", query.process());
      double before = postgresCpu(sql);
      WarmDrain drain;
      try (queries) {
        drain = WarmDrain.run(servers, events, projecting(servers, sql), besides);
      }
      double postgres = (postgresCpu(sql) - before) * 1e6 / count;
      long orders = sql.number("SELECT count(*) FROM orders");
      requireOrders(orders, events);
      double queryMicros = perSecond * 1e6 / drain.times().warmRate();
      return new Whole(drain, postgres, queryMicros, queries.latencies(), orders);
    }
  }

  /** CPU seconds that the queries cost in a second, while nothing else runs. */
  private static double queriesApart(ServiceProcess query, SqlSide sql, UserQueries queries)
      throws InterruptedException {
    Map<String, Process> service = Map.of("query", query.process());
    Usage begun = Usage.of(service);
    double before = postgresCpu(sql);
    try (queries) {
      Thread.sleep(QUERIES_APART);
    }
    double used = Usage.of(service).since(begun).cpu().getOrDefault("query", Double.NaN);
    return (used + postgresCpu(sql) - before) / QUERIES_APART.toSeconds();
  }

  private void report(Whole whole, Parts parts) {
    report.accept(
        new BenchResult(
            "typed events with projections, the last two thirds",
            whole.drain().times().warmRate(),
            allowedRate(parts.sum()),
            shown(whole.drain())
                + String.format(
                    Locale.ROOT,
                    ", PostgreSQL %.1f; apart: %s; GET /users/{id} meanwhile: %s;"
                        + " %,d orders in the end",
                    whole.postgres(),
                    parts.shown(),
                    whole.latencies(),
                    whole.orders()),
            whole.drain().all()));
  }

  private void requireOrders(long found, TypedRows events) {
    long wanted = BareRows.seed(frame.name()).orders() + 2L * events.orders();
    if (found != wanted) {
      throw new IllegalStateException("the table has %d of %d orders".formatted(found, wanted));
    }
  }

  /** What the bare program left to do must not count as work of the drain. */
  private static void tidy(SqlSide sql) {
    sql.run("VACUUM ANALYZE");
    sql.run("CHECKPOINT");
  }

  private static double postgresCpu(SqlSide sql) {
    return TreeCpu.seconds(sql.server().process().pid()).orElse(Double.NaN);
  }

  private String shown(WarmDrain drain) {
    return String.format(
        Locale.ROOT,
        "%,d in %.1f s; CPU of one in µs: %s",
        count,
        drain.times().seconds(),
        drain.shown());
  }

  /**
   * Events a second that all processors can do; null if the CPU time of a part is unknown.
   *
   * @param sum of all parts' CPU time for an event, in microseconds
   */
  private static @Nullable Double allowedRate(double sum) {
    return Double.isNaN(sum) ? null : Runtime.getRuntime().availableProcessors() * 1e6 / sum;
  }

  /**
   * The drain that writes projections.
   *
   * @param postgres CPU time of PostgreSQL for an event, in microseconds
   * @param queries CPU time for an event that the queries beside it cost, measured apart
   */
  private record Whole(
      WarmDrain drain, double postgres, double queries, String latencies, long orders) {}

  /** What an event costs where each part was measured apart, before the whole and after it. */
  private record Parts(
      WarmDrain before,
      WarmDrain after,
      BareResult bareBefore,
      BareResult bareAfter,
      double queries) {
    double sum() {
      return (before.sum() + after.sum()) / 2 + writer() + postgres() + queries;
    }

    private double writer() {
      return (bareBefore.writerMicros() + bareAfter.writerMicros()) / 2;
    }

    private double postgres() {
      return (bareBefore.postgresMicros() + bareAfter.postgresMicros()) / 2;
    }

    String shown() {
      return String.format(
          Locale.ROOT,
          "%s, after it %s; writer %.1f, PostgreSQL %.1f, queries %.1f",
          before.shown(),
          after.shown(),
          writer(),
          postgres(),
          queries);
    }
  }
}
