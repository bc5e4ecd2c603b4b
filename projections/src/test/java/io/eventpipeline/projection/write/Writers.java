package io.eventpipeline.projection.write;

import com.zaxxer.hikari.HikariDataSource;
import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.projection.TestDatabase;
import io.eventpipeline.projection.observe.ProjectionMeters;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.sql.ProjectionSchema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A row writer as one consumer has it, and the handlers that wait for it. */
final class Writers implements AutoCloseable {
  private final HikariDataSource pool;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final RowWriter writer;

  Writers(TestDatabase tables) {
    pool = tables.pool();
    writer =
        new RowWriter(
            "PostgreSQL",
            new ProjectionSchema(LocalPostgres.READER),
            pool,
            new ProjectionMeters(registry));
    writer.start();
  }

  /**
   * What one handler's call threw; null if it returned.
   *
   * @param nanos how long it took
   */
  record Call(ProjectionRow row, @Nullable Throwable thrown, long nanos) {
    long seconds() {
      return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    boolean threw(Class<? extends Throwable> type) {
      return type.isInstance(thrown);
    }
  }

  /** Calls the writer on a thread for each row. */
  List<CompletableFuture<Call>> start(List<? extends ProjectionRow> rows) {
    List<CompletableFuture<Call>> calls = new ArrayList<>();
    for (ProjectionRow row : rows) {
      CompletableFuture<Call> call = new CompletableFuture<>();
      calls.add(call);
      Thread unused = Thread.ofVirtual().start(() -> call.complete(call(row)));
    }
    return calls;
  }

  List<Call> write(List<? extends ProjectionRow> rows) {
    return start(rows).stream().map(CompletableFuture::join).toList();
  }

  private Call call(ProjectionRow row) {
    long from = System.nanoTime();
    Throwable thrown = null;
    try {
      writer.write(row);
    } catch (Throwable t) {
      thrown = t;
    }
    return new Call(row, thrown, System.nanoTime() - from);
  }

  @Override
  public void close() {
    writer.close();
    pool.close();
  }
}
