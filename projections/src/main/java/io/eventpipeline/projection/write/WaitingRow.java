package io.eventpipeline.projection.write;

import io.eventpipeline.projection.row.ProjectionRow;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A row whose handler waits. Either a writer takes it, or its handler withdraws it: the first one
 * wins, so a withdrawn row is never written.
 */
final class WaitingRow {
  private final ProjectionRow row;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<WriteResult> result = new CompletableFuture<>();

  WaitingRow(ProjectionRow row) {
    this.row = row;
  }

  ProjectionRow row() {
    return row;
  }

  /** False if it was taken or withdrawn before. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Wakes the handler. */
  void end(WriteResult with) {
    boolean ignored = result.complete(with);
  }

  /**
   * Waits for the result: {@link WriteLimits#QUEUE} to be taken, and then for the batch.
   *
   * @throws InterruptedException if the handler is told to end; a row that was taken by then may
   *     still be written
   */
  WriteResult await() throws InterruptedException {
    try {
      return await(WriteLimits.QUEUE.toMillis());
    } catch (TimeoutException inQueue) {
      return take() ? new WriteResult.Away(WriteLimits.LATE) : awaitBatch();
    } catch (InterruptedException e) {
      boolean ignored = take();
      throw e;
    }
  }

  private WriteResult awaitBatch() throws InterruptedException {
    try {
      return await(WriteLimits.BATCH.plus(WriteLimits.MARGIN).toMillis());
    } catch (TimeoutException stuck) {
      return new WriteResult.Away("the database did not end a batch in time");
    }
  }

  private WriteResult await(long millis) throws InterruptedException, TimeoutException {
    try {
      return result.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
