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

  private void run() throws Exception {
    WarmDrain plain = drainWithoutProjections();
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), PARTITIONS);
        SqlSide sql = SqlSide.start(servers.dir().resolve("postgres"))) {
      makeTables(servers, sql);
      BareResult bare = writeBareRows(servers, sql);
      drain(servers, sql, new Parts(plain, bare));
    }
  }

  private WarmDrain drainWithoutProjections() throws IOException {
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), PARTITIONS)) {
      TypedRows events = new TypedRows(frame.name() + "p", count);
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
  private BareResult writeBareRows(BenchServers servers, SqlSide sql) throws Exception {
    try (ServiceProcess writer =
        projecting(servers, sql)
            .main(BareRows.class.getName())
            .classPath(testbed())
            .env("BENCH_NAME", frame.name())
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

  private void drain(BenchServers servers, SqlSide sql, Parts parts) {
    TypedRows events = new TypedRows(frame.name() + "d", count);
    ServiceProcess.Builder described = servers.query();
    sql.serve(described);
    BenchTopic.fill(servers, events);
    tidy(sql);
    try (ServiceProcess query = described.start().awaitReady(READY)) {
      UserQueries queries = new UserQueries(EventsClient.of(query), BareRows.seed(frame.name()));
      Map<String, Process> besides = Map.of("query", query.process());
      double before = postgresCpu(sql);
      WarmDrain drain;
      try (queries) {
        drain = WarmDrain.run(servers, events, projecting(servers, sql), besides);
      }
      double postgres = (postgresCpu(sql) - before) * 1e6 / count;
      long orders = sql.number("SELECT count(*) FROM orders");
      requireOrders(orders, events);
      report.accept(
          new BenchResult(
              "typed events with projections, the last two thirds",
              drain.times().warmRate(),
              allowedRate(parts.sum()),
              shown(drain)
                  + String.format(
                      Locale.ROOT,
                      ", PostgreSQL %.1f; apart: %s; the bare unnest %,.0f/s;"
                          + " GET /users/{id} meanwhile: %s; %,d orders in the end",
                      postgres,
                      parts.shown(),
                      parts.bare().rate(),
                      queries.latencies(),
                      orders),
              drain.all()));
    }
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

  /** What an event costs where each part was measured apart. */
  private record Parts(WarmDrain plain, BareResult bare) {
    double sum() {
      return plain.sum() + bare.writerMicros() + bare.postgresMicros();
    }

    String shown() {
      return String.format(
          Locale.ROOT,
          "%s, writer %.1f, PostgreSQL %.1f",
          plain.shown(),
          bare.writerMicros(),
          bare.postgresMicros());
    }
  }
}
