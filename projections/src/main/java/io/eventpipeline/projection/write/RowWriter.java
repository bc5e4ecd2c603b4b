package io.eventpipeline.projection.write;

import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.projection.ProjectionSettings;
import io.eventpipeline.projection.observe.ProjectionMeters;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.sql.ProjectionSchema;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows of handlers, in groups. Until the start has made the tables, and while the
 * database is away, it takes none. Threads: any.
 */
@Singleton
@Requires(property = "projections.enabled", value = "true")
public final class RowWriter implements ApplicationEventListener<StartupEvent>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);

  /** Threads, each with a connection: one prepares a batch while the other one waits for a disk. */
  static final int WRITERS = 2;

  /** How much longer than allowed a row may wait. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final RowQueue queue = new RowQueue(DatabaseState.NOT_READY);
  private final DatabaseState state;
  private final List<Thread> writers;

  /**
   * @param address comes first: where the URL is missing, there is no data source either
   */
  @Inject
  RowWriter(
      DatabaseAddress address,
      ProjectionSettings settings,
      @Named("default") DataSource pool,
      ProjectionMeters meters) {
    this(address.toString(), new ProjectionSchema(settings.reader()), pool, meters);
  }

  RowWriter(String address, ProjectionSchema schema, DataSource pool, ProjectionMeters meters) {
    this.state = new DatabaseState(address);
    BatchLoop loop = new BatchLoop(queue, new ProjectionDatabase(pool, schema), state, meters);
    this.writers =
        IntStream.rangeClosed(1, WRITERS)
            .mapToObj(n -> Thread.ofPlatform().name("projections-" + n).daemon().unstarted(loop))
            .toList();
    meters.watch(queue::size, () -> state.trouble() != null);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    start();
  }

  /** Call once. */
  void start() {
    writers.forEach(Thread::start);
    Thread ignored = Thread.ofVirtual().name("projections-late").start(this::endLateRows);
  }

  private void endLateRows() {
    try {
      while (!queue.awaitClose(BETWEEN_LOOKS)) {
        queue.endLate();
      }
    } catch (InterruptedException e) {
      LOG.error("the watch over waiting rows was interrupted; restart the process", e);
    }
  }

  /**
   * Returns when the row, or a newer one of its key, is committed. It takes at most 16 s.
   *
   * @throws NonRetryable if the database refuses the row, and would again
   * @throws Unavailable if the database is away or too slow. A row that no transaction has taken is
   *     then never written.
   * @throws InterruptedException if the thread is; the same holds then
   */
  public void write(ProjectionRow row) throws InterruptedException {
    WaitingRow waiting = new WaitingRow(row);
    queue.add(waiting);
    switch (waiting.await()) {
      case WriteResult.Committed() -> {}
      case WriteResult.Refused(Exception why) ->
          throw new NonRetryable("the database refuses the row: " + SqlProblem.line(why), why);
      case WriteResult.Away(String why) ->
          throw new Unavailable("the database does not take the row: " + why);
    }
  }

  /** Why the database takes no rows; null if it does. */
  @Nullable String trouble() {
    return state.trouble();
  }

  /** Takes no further rows, writes those that wait, and ends. */
  @Override
  @PreDestroy
  public void close() {
    queue.close();
    try {
      for (Thread writer : writers) {
        if (!writer.join(WriteLimits.WHOLE)) {
          LOG.warn("the last rows were not written in time; their events run again");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
