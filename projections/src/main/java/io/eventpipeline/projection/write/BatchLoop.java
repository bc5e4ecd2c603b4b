package io.eventpipeline.projection.write;

import io.eventpipeline.projection.observe.ProjectionMeters;
import io.eventpipeline.projection.row.ProjectedType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each writer thread does: takes rows and writes them, and while the database is away, tries
 * whether it is back. Several threads may run it.
 */
final class BatchLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  /** Without a row for this long, a database that answers counts as one that takes rows. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final RowQueue queue;
  private final ProjectionDatabase database;
  private final DatabaseState state;
  private final ProjectionMeters meters;

  /** Batches under way, of all threads. */
  private final AtomicInteger running = new AtomicInteger();

  BatchLoop(
      RowQueue queue, ProjectionDatabase database, DatabaseState state, ProjectionMeters meters) {
    this.queue = queue;
    this.database = database;
    this.state = state;
    this.meters = meters;
  }

  @Override
  public void run() {
    try {
      while (!queue.isDone()) {
        if (queue.isRefusing()) {
          prepare();
        } else {
          takeTurn();
        }
      }
    } catch (InterruptedException e) {
      LOG.error("a writer of projections was interrupted; restart the process", e);
    }
  }

  private void prepare() throws InterruptedException {
    long losses = state.losses();
    try {
      boolean proved = database.prepare();
      queue.accept();
      if (proved) {
        state.prove(losses);
      }
    } catch (SQLException | RuntimeException e) { // Flyway throws the latter
      tryLater(SqlProblem.line(e));
    } catch (Error e) { // such as of linkage, beside a team's jars: must not end the thread
      if (!e.toString().equals(state.trouble())) {
        LOG.error("the tables of projections cannot be prepared; trying again every second", e);
      }
      tryLater(e.toString());
    }
  }

  private void tryLater(String why) throws InterruptedException {
    state.lose(why);
    boolean ignored = queue.awaitClose(BETWEEN_TRIES);
  }

  private void takeTurn() throws InterruptedException {
    long losses = state.losses();
    long from = System.nanoTime();
    List<WaitingRow> rows = queue.take(IDLE);
    if (!rows.isEmpty()) {
      write(rows, losses);
    } else if (running.get() == 0 && System.nanoTime() - from >= IDLE.toNanos()) {
      state.prove(losses);
    }
  }

  private void write(List<WaitingRow> rows, long losses) {
    int ignored = running.incrementAndGet();
    try {
      end(rows, tryToWrite(rows), losses);
    } finally {
      int alsoIgnored = running.decrementAndGet();
    }
  }

  /** An error, such as of memory, must not end the thread: nobody would write any more. */
  private BatchResult tryToWrite(List<WaitingRow> rows) {
    try {
      long from = System.nanoTime();
      BatchResult result = database.write(rows);
      if (result instanceof BatchResult.Written) {
        meters.commitTook(System.nanoTime() - from);
      }
      return result;
    } catch (RuntimeException | Error e) {
      LOG.error("a writer of projections failed; its rows are tried again", e);
      return new BatchResult.Failed(new SQLException(e));
    }
  }

  private void end(List<WaitingRow> rows, BatchResult result, long losses) {
    switch (result) {
      case BatchResult.Written(Map<WaitingRow, Exception> refused) -> {
        state.prove(losses);
        rows.forEach(row -> end(row, refused.get(row)));
      }
      case BatchResult.Failed(SQLException why) -> {
        String line = SqlProblem.line(why);
        if (!SqlProblem.isConflict(why)) {
          state.lose(line);
          queue.refuse(line);
        }
        rows.forEach(row -> row.end(new WriteResult.Away(line)));
      }
    }
  }

  private void end(WaitingRow row, @Nullable Exception refused) {
    if (refused == null) {
      meters.countRow(ProjectedType.of(row.row()));
      row.end(new WriteResult.Committed());
    } else {
      row.end(new WriteResult.Refused(refused));
    }
  }
}
