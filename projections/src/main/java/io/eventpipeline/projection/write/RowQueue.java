package io.eventpipeline.projection.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows that wait for a writer. While the database is away it refuses rows at once, because
 * thousands of handlers would only wait in vain. Handlers add, writers take; all under one lock.
 */
final class RowQueue {
  /** The most rows of a batch. */
  static final int BATCH = 500;

  /** How long a batch that is not full waits for more. */
  private static final long MORE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Condition full = lock.newCondition();
  private final Condition closing = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<WaitingRow> rows = new ArrayDeque<>();

  /** Why no row is taken; null if rows are. */
  @GuardedBy("lock")
  private @Nullable String refusal;

  /** True while a writer waits for more rows. */
  @GuardedBy("lock")
  private boolean gathering;

  @GuardedBy("lock")
  private boolean closed;

  RowQueue(String refusal) {
    this.refusal = refusal;
  }

  /** Adds a row, or ends it at once. */
  void add(WaitingRow row) {
    lock.lock();
    try {
      String why = closed ? "the process ends" : refusal;
      if (why != null) {
        row.end(new WriteResult.Away(why));
        return;
      }
      rows.addLast(row);
      if (rows.size() == BATCH) {
        full.signal();
      } else if (rows.size() == 1) {
        some.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes up to {@link #BATCH} rows. Waits for the first, and then a moment for more. One writer
   * gathers at a time: two would share the rows, and large batches cost less.
   *
   * @param longest wait for the first
   * @return empty if none came, and at once while the queue refuses rows or is closed
   */
  List<WaitingRow> take(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while ((rows.isEmpty() || gathering) && refusal == null && !closed && nanos > 0) {
        nanos = some.awaitNanos(nanos);
      }
      if (!gathering) {
        gather();
      }
      List<WaitingRow> taken = drain();
      if (!rows.isEmpty()) {
        some.signal();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void gather() throws InterruptedException {
    gathering = true;
    try {
      long more = rows.isEmpty() ? 0 : MORE_NANOS;
      while (more > 0 && rows.size() < BATCH && refusal == null && !closed) {
        more = full.awaitNanos(more);
      }
    } finally {
      gathering = false;
    }
  }

  @GuardedBy("lock")
  private List<WaitingRow> drain() {
    List<WaitingRow> taken = new ArrayList<>(Math.min(rows.size(), BATCH));
    while (!rows.isEmpty() && taken.size() < BATCH) {
      WaitingRow row = rows.removeFirst();
      if (row.take()) {
        taken.add(row);
      }
    }
    return taken;
  }

  /** Ends all rows that wait, and refuses further ones. */
  void refuse(String why) {
    List<WaitingRow> waiting;
    lock.lock();
    try {
      refusal = why;
      waiting = List.copyOf(rows);
      rows.clear();
      wakeAll();
    } finally {
      lock.unlock();
    }
    waiting.stream().filter(WaitingRow::take).forEach(row -> row.end(new WriteResult.Away(why)));
  }

  /** Ends the rows that have waited too long: the first ones. */
  void endLate() {
    List<WaitingRow> late = new ArrayList<>();
    lock.lock();
    try {
      long now = System.nanoTime();
      while (!rows.isEmpty() && rows.getFirst().isLate(now)) {
        late.add(rows.removeFirst());
      }
    } finally {
      lock.unlock();
    }
    WriteResult why = new WriteResult.Away(WriteLimits.LATE);
    late.stream().filter(WaitingRow::take).forEach(row -> row.end(why));
  }

  /** Takes rows again. */
  void accept() {
    lock.lock();
    try {
      refusal = null;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses further rows for ever. Those that wait may still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
      wakeAll();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void wakeAll() {
    some.signalAll();
    full.signalAll();
  }

  /** True after {@link #close}, when none waits. */
  boolean isDone() {
    lock.lock();
    try {
      return closed && rows.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  boolean isRefusing() {
    lock.lock();
    try {
      return refusal != null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, at most this long, for {@link #close}. True if it has come. */
  boolean awaitClose(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (!closed && nanos > 0) {
        nanos = closing.awaitNanos(nanos);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Rows that wait, withdrawn ones included until a writer comes by. */
  int size() {
    lock.lock();
    try {
      return rows.size();
    } finally {
      lock.unlock();
    }
  }
}
