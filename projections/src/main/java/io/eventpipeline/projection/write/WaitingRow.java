package io.eventpipeline.projection.write;

import io.eventpipeline.projection.row.ProjectionRow;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A row whose handler waits. Either a writer takes it, or its handler withdraws it: the first one
 * wins, so a withdrawn row is never written.
 */
final class WaitingRow {
  private final ProjectionRow row;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<WriteResult> result = new CompletableFuture<>();
  private final long since = System.nanoTime();

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

  /** True if its handler has waited longer than {@link WriteLimits#QUEUE}. */
  boolean isLate(long nanos) {
    return nanos - since > WriteLimits.QUEUE.toNanos();
  }

  /**
   * Waits for the result, without a timer of its own: {@link RowQueue#endLate} and the bound of a
   * batch end every wait, and thousands of timers cost more than the waiting itself.
   *
   * @throws InterruptedException if the handler is told to end; a row that was taken by then may
   *     still be written
   */
  WriteResult await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException e) {
      boolean ignored = take();
      throw e;
    }
  }
}
