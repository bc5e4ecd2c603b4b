package io.eventpipeline.query.reference;

import io.eventpipeline.query.observe.QueryMetric;
import io.eventpipeline.query.redis.QueryRedis;
import io.eventpipeline.query.redis.RedisAway;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Has the table that counts in memory, and loads another when it changes. Threads: any. */
@Singleton
public final class ReferenceTables {
  private static final LuaScript CURRENT = LuaScript.beside(ReferenceTables.class, "current");
  private static final LuaScript CHUNK = LuaScript.beside(ReferenceTables.class, "chunk");

  /** A table lives on for a minute after it was replaced, so a second try finds the next one. */
  private static final int TRIES = 3;

  private final QueryRedis redis;
  private final Meters<QueryMetric> meters;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable Loaded loaded;

  /** The table that counts, as it was when somebody asked. */
  public record Current(TableRef ref, ReferenceTable table) {}

  private record Loaded(String version, ReferenceTable table) {}

  ReferenceTables(QueryRedis redis, Meters<QueryMetric> meters) {
    this.redis = redis;
    this.meters = meters;
    meters.gauge(
        QueryMetric.TABLE_USERS,
        this,
        one -> one.loaded == null ? Double.NaN : one.loaded.table().users().size());
  }

  /** What counts now; null if no table was ever uploaded. */
  public @Nullable TableRef ref() throws RedisAway {
    return TableRef.read(redis.run(CURRENT, List.of(redis.space().refCurrent()), List.of()), 0);
  }

  /** The table that counts now; null if none was ever uploaded. */
  public @Nullable Current current() throws RedisAway {
    for (int i = 1; i <= TRIES; i++) {
      TableRef ref = ref();
      if (ref == null) {
        return null;
      }
      try {
        return new Current(ref, load(ref));
      } catch (TableGone replaced) {
        continue;
      }
    }
    throw new RedisAway("the reference table is incomplete in Redis: upload it again");
  }

  /**
   * The contents of a table.
   *
   * @throws TableGone if another one has replaced it long ago
   */
  public ReferenceTable load(TableRef ref) throws RedisAway, TableGone {
    Loaded now = loaded;
    if (now != null && now.version().equals(ref.version())) {
      return now.table();
    }
    loading.lock();
    try {
      now = loaded;
      if (now != null && now.version().equals(ref.version())) {
        return now.table();
      }
      loaded = null; // so that the heap holds only one of them
      ReferenceTable table = read(ref);
      loaded = new Loaded(ref.version(), table);
      return table;
    } finally {
      loading.unlock();
    }
  }

  private ReferenceTable read(TableRef ref) throws RedisAway, TableGone {
    long since = SystemTime.nanos();
    TableBuilder builder = new TableBuilder();
    for (int i = 0; i < ref.chunks(); i++) {
      String key = redis.space().refChunk(ref.version(), i);
      Object chunk = redis.run(CHUNK, List.of(key), List.of()).getFirst();
      if (!(chunk instanceof byte[] bytes) || bytes.length == 0) {
        throw new TableGone(ref.version());
      }
      TableChunks.read(bytes, builder);
    }
    meters.record(QueryMetric.TABLE_LOAD, SystemTime.nanos() - since);
    return builder.build();
  }
}
