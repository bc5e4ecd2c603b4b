package io.eventpipeline.query.metrics;

import io.eventpipeline.query.observe.QueryMetric;
import io.eventpipeline.query.redis.RedisAway;
import io.eventpipeline.query.reference.ReferenceTable;
import io.eventpipeline.query.reference.ReferenceTables;
import io.eventpipeline.query.reference.TableGone;
import io.eventpipeline.query.reference.TableRef;
import io.eventpipeline.query.window.MirrorFull;
import io.eventpipeline.query.window.WindowReader;
import io.eventpipeline.query.window.WindowView;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Answers for windows that end now. It computes one answer at a time. Callers that wait for it
 * share the next one, if they ask for the same window: it is never older than their request.
 * Threads: any.
 */
@Singleton
public final class WindowMetrics {
  /** Tables that are replaced while they are loaded. */
  private static final int TRIES = 3;

  private final WindowReader reader;
  private final ReferenceTables tables;
  private final Meters<QueryMetric> meters;
  private final TableJoin join = new TableJoin();
  private final AtomicLong requests = new AtomicLong();
  private final ReentrantLock computing = new ReentrantLock();
  private final Map<Integer, Answer> latest = new HashMap<>();

  /**
   * @param lastRequest the number of the last request that came before Redis was asked
   */
  private record Answer(long lastRequest, WindowTotals totals) {}

  WindowMetrics(WindowReader reader, ReferenceTables tables, Meters<QueryMetric> meters) {
    this.reader = reader;
    this.tables = tables;
    this.meters = meters;
  }

  /**
   * Counts the last {@code seconds}, the current one included.
   *
   * @throws RedisAway if Redis gives no answer
   * @throws MirrorFull if there were more events than fit into memory
   */
  public WindowTotals last(int seconds) throws RedisAway, MirrorFull {
    long since = SystemTime.nanos();
    long request = requests.incrementAndGet();
    computing.lock();
    try {
      Answer shared = latest.get(seconds);
      if (shared != null && shared.lastRequest() >= request) {
        return shared.totals();
      }
      long lastRequest = requests.get();
      latest.values().removeIf(answer -> answer.lastRequest() < request);
      WindowTotals totals = compute(seconds);
      latest.put(seconds, new Answer(lastRequest, totals));
      return totals;
    } finally {
      computing.unlock();
      meters.record(QueryMetric.ANSWER, SystemTime.nanos() - since);
    }
  }

  private WindowTotals compute(int seconds) throws RedisAway, MirrorFull {
    meters.count(QueryMetric.COMPUTED);
    for (int i = 1; i <= TRIES; i++) {
      try {
        WindowView view = reader.look(seconds);
        int[] counts = reader.mirror().count(view.first(), view.last());
        TableRef ref = view.table();
        if (ref == null) {
          return WindowTotals.of(counts, counts, null);
        }
        ReferenceTable table = tables.load(ref);
        int[] rows = join.rows(reader.mirror().users(), ref.version(), table);
        return WindowTotals.of(counts, rows, table);
      } catch (TableGone replaced) {
        continue;
      } catch (MirrorFull e) {
        meters.count(QueryMetric.MIRROR_FULL);
        throw e;
      }
    }
    throw new RedisAway("the reference table is incomplete in Redis: upload it again");
  }
}
