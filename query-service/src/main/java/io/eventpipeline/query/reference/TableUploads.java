package io.eventpipeline.query.reference;

import io.eventpipeline.query.observe.QueryMetric;
import io.eventpipeline.query.redis.QueryRedis;
import io.eventpipeline.query.redis.RedisAway;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Takes uploads, one at a time: reads the body into a table in memory, stores that beside the one
 * that counts, and switches in one step. Until then nobody sees anything of it. Threads: any;
 * callers wait for their client.
 */
@Singleton
public final class TableUploads {
  /** How far ahead {@code ts} may be. */
  private static final Duration MOST_AHEAD = Duration.ofSeconds(120);

  /** Of the heap: the table that counts needs as much, and the mirror of the log a quarter. */
  private static final double SHARE_OF_HEAP = 0.3;

  private final QueryRedis redis;
  private final ReferenceTables tables;
  private final ReferenceSettings settings;
  private final AllowedValues allowed;
  private final Meters<QueryMetric> meters;

  /** An upload whose client is slow may have lost the lease, but its memory is still in use. */
  private final Semaphore room = new Semaphore(1);

  TableUploads(
      QueryRedis redis,
      ReferenceTables tables,
      ReferenceSettings settings,
      AllowedValues allowed,
      Meters<QueryMetric> meters) {
    this.redis = redis;
    this.tables = tables;
    this.settings = settings;
    this.allowed = allowed;
    this.meters = meters;
  }

  /**
   * Reads a table from {@code body} and makes it the one that counts, if the condition holds.
   *
   * @param length that the client declared; -1 if it did not
   */
  public UploadResult upload(InputStream body, long length, IfMatch condition) {
    long since = SystemTime.nanos();
    UploadResult result = new UploadResult.Busy(Duration.ofSeconds(1));
    if (length > settings.maxBytes()) {
      result = new UploadResult.TooLarge(UploadStream.tooLarge(settings.maxBytes()));
    } else if (room.tryAcquire()) {
      try {
        result = uploadAlone(body, condition);
        if (result instanceof UploadResult.Taken(TableRef table)) {
          loadAhead(table);
        }
      } finally {
        room.release();
      }
    }
    meters.count(QueryMetric.UPLOADS, result.tag(), 1);
    meters.record(QueryMetric.UPLOAD, SystemTime.nanos() - since);
    return result;
  }

  private UploadResult uploadAlone(InputStream body, IfMatch condition) {
    try {
      UploadLease lease = new UploadLease(redis);
      try {
        return condition.allows(lease.current()) ? store(body, lease) : new UploadResult.Changed();
      } finally {
        lease.end();
      }
    } catch (UploadStopped stopped) {
      return stopped.result();
    } catch (RedisAway e) {
      return new UploadResult.Unavailable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new UploadResult.Broken();
    }
  }

  private UploadResult store(InputStream body, UploadLease lease) throws IOException, RedisAway {
    TableBuilder builder = new TableBuilder();
    long mostMemory = (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP);
    UserMetadata users = new UserMetadata(builder, allowed, mostMemory);
    long ts =
        new TableJson(users, time -> checkTime(time, lease))
            .read(new UploadStream(body, settings.maxBytes(), lease));
    return lease.publish(lease.write(builder.build(), ts));
  }

  private static void checkTime(long ts, UploadLease lease) throws UploadStopped {
    if (ts > lease.nowMs() + MOST_AHEAD.toMillis()) {
      throw UploadStopped.invalid(
          "/ts", "must not be more than " + MOST_AHEAD.toSeconds() + " s ahead of the clock");
    }
    TableRef current = lease.current();
    if (current != null && ts < current.ts()) {
      throw new UploadStopped(new UploadResult.Older(current.ts()));
    }
  }

  /** So that the next request does not wait for it. */
  private void loadAhead(TableRef table) {
    try {
      ReferenceTable ignored = tables.load(table);
    } catch (RedisAway | TableGone theNextRequestTries) {
      return;
    }
  }
}
