package io.eventpipeline.query.reference;

import io.eventpipeline.query.redis.QueryRedis;
import io.eventpipeline.query.redis.RedisAway;
import io.eventpipeline.query.redis.Reply;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to upload, which one upload of all services has. It lasts as long as bytes come: one
 * that gets none for {@link #LASTS} may lose it to another. One thread.
 */
final class UploadLease {
  private static final LuaScript BEGIN = LuaScript.beside(UploadLease.class, "begin");
  private static final LuaScript KEEP = LuaScript.beside(UploadLease.class, "keep");
  private static final LuaScript WRITE = LuaScript.beside(UploadLease.class, "write");
  private static final LuaScript SWITCH = LuaScript.beside(UploadLease.class, "switch");
  private static final LuaScript END = LuaScript.beside(UploadLease.class, "end");

  static final Duration LASTS = Duration.ofSeconds(15);
  private static final Duration RENEW = Duration.ofSeconds(5);

  /** How long the parts of a table live that does not count. */
  private static final Duration PARTS_LIVE = Duration.ofSeconds(60);

  private static final Duration SHORT = Duration.ofSeconds(1);

  private final QueryRedis redis;
  private final KeySpace space;
  private final String token = UUID.randomUUID().toString();
  private final @Nullable TableRef current;
  private final long beganMs;
  private final long beganNanos;
  private long renewedNanos;

  /**
   * Takes the lease.
   *
   * @throws UploadStopped if another upload has it
   */
  UploadLease(QueryRedis redis) throws RedisAway, UploadStopped {
    this.redis = redis;
    space = redis.space();
    List<Object> reply =
        redis.run(BEGIN, List.of(space.refUpload(), space.refCurrent()), args(LASTS.toMillis()));
    if (Reply.number(reply.getFirst()) == 0) {
      long left = Math.max(1, Reply.number(reply.get(1)));
      throw new UploadStopped(new UploadResult.Busy(Duration.ofMillis(left)));
    }
    beganMs = Reply.number(reply.get(1));
    current = TableRef.read(reply, 2);
    beganNanos = SystemTime.nanos();
    renewedNanos = beganNanos;
  }

  /** The table that counted when the lease began; null if there was none. */
  @Nullable TableRef current() {
    return current;
  }

  /** Time since the lease began. */
  Duration age() {
    return Duration.ofNanos(SystemTime.nanos() - beganNanos);
  }

  /** Now by Redis' clock, in unix milliseconds. */
  long nowMs() {
    return beganMs + age().toMillis();
  }

  /** Renews the lease if it is time to. */
  void keep() throws UploadStopped {
    if (SystemTime.nanos() - renewedNanos >= RENEW.toNanos()) {
      renewedNanos = SystemTime.nanos();
      try {
        require(redis.run(KEEP, List.of(space.refUpload()), args(LASTS.toMillis())));
      } catch (RedisAway e) {
        throw new UploadStopped(new UploadResult.Unavailable(String.valueOf(e.getMessage())));
      }
    }
  }

  /** Stores a table that does not count yet. */
  TableRef write(ReferenceTable table, long ts) throws RedisAway, UploadStopped {
    String version = UUID.randomUUID().toString().replace("-", "");
    TableChunks parts = new TableChunks(table);
    int count = 0;
    while (parts.hasNext()) {
      List<byte[]> args = args(LASTS.toMillis());
      args.add(Reply.bytes(PARTS_LIVE.toMillis()));
      args.add(parts.next());
      require(redis.run(WRITE, List.of(space.refUpload(), space.refChunk(version, count++)), args));
    }
    return new TableRef(ts, version, count, table.users().size());
  }

  /** Makes a stored table the one that counts, and gives the lease back. */
  UploadResult publish(TableRef table) throws RedisAway, UploadStopped {
    List<String> keys = new ArrayList<>(List.of(space.refCurrent(), space.refUpload()));
    addParts(keys, table);
    List<byte[]> args = args(table.ts());
    args.add(Reply.bytes(table.version()));
    args.add(Reply.bytes(table.chunks()));
    args.add(Reply.bytes(table.users()));
    args.add(Reply.bytes(current == null ? "" : current.version()));
    args.add(Reply.bytes(PARTS_LIVE.toMillis()));
    if (current != null) {
      addParts(keys, current);
    }
    List<Object> reply = redis.run(SWITCH, keys, args);
    if (Reply.number(reply.getFirst()) < 0) {
      return new UploadResult.Unavailable("it took too long to store the table");
    }
    require(reply);
    return new UploadResult.Taken(table);
  }

  private void addParts(List<String> keys, TableRef table) {
    for (int i = 0; i < table.chunks(); i++) {
      keys.add(space.refChunk(table.version(), i));
    }
  }

  /** Gives the lease back, if it is still ours. */
  void end() {
    try {
      List<Object> ignored = redis.run(END, List.of(space.refUpload()), args());
    } catch (RedisAway itRunsOut) {
      return;
    }
  }

  private static void require(List<Object> reply) throws UploadStopped {
    if (Reply.number(reply.getFirst()) == 0) {
      throw new UploadStopped(new UploadResult.Busy(SHORT));
    }
  }

  private List<byte[]> args(long... more) {
    List<byte[]> args = new ArrayList<>();
    args.add(Reply.bytes(token));
    for (long one : more) {
      args.add(Reply.bytes(one));
    }
    return args;
  }
}
