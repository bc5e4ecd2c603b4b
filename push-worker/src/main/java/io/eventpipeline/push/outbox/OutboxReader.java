package io.eventpipeline.push.outbox;

import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads the outbox: entries of dead workers first, then new ones, and never more
 * than there is room for.
 */
@Singleton
public final class OutboxReader {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxReader.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** Between two looks for entries of dead workers. */
  private static final Duration CLAIM_EVERY = Duration.ofSeconds(1);

  /** Before a call is tried again that Redis did not answer. */
  private static final Duration AFTER_TROUBLE = Duration.ofMillis(100);

  private final OutboxConnection connection;
  private final OutboxGroup group;
  private final OnceAMinute told = new OnceAMinute();
  private volatile boolean stopping;
  private volatile boolean dead;
  private volatile long lastTurn = SystemTime.nanos();
  private @Nullable Thread thread;
  private @Nullable OutboxSession known;
  private long nextClaim;

  OutboxReader(OutboxConnection connection, OutboxGroup group) {
    this.connection = connection;
    this.group = group;
  }

  /** Reads until {@link #stop}. Call once. */
  public void start(EntryTaker taker) {
    thread = Thread.ofVirtual().name("outbox-reader").start(() -> read(taker));
  }

  /** Reads no more, and waits for the read under way, which takes a second. */
  public void stop() {
    stopping = true;
    try {
      if (thread != null) {
        thread.join(LONGEST_WAIT.multipliedBy(3));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nanoseconds since the thread last came round. */
  public long nanosSinceTurn() {
    return SystemTime.nanos() - lastTurn;
  }

  /** True if the thread died of an error. */
  public boolean isDead() {
    return dead;
  }

  private void read(EntryTaker taker) {
    try {
      while (!stopping) {
        lastTurn = SystemTime.nanos();
        takeTurn(taker);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable t) {
      dead = true;
      LOG.error("the reader of the outbox has died; restart the process", t);
    }
  }

  private void takeTurn(EntryTaker taker) throws InterruptedException {
    int room = taker.awaitRoom(LONGEST_WAIT);
    OutboxSession session = connection.session();
    if (room == 0 || stopping) {
      return;
    }
    if (session == null) {
      SystemTime.sleep(AFTER_TROUBLE.toNanos());
      return;
    }
    try {
      room -= takeAll(taker, claimIfDue(session, room));
      if (room > 0) {
        int ignored = takeAll(taker, group.read(session, room, LONGEST_WAIT));
      }
    } catch (OutboxUnreadable e) {
      conclude(session, e.getCause());
    } catch (RedisException e) { // it closed a moment ago
      conclude(session, e);
    }
  }

  private List<OutboxEntry> claimIfDue(OutboxSession session, int room) throws OutboxUnreadable {
    long now = SystemTime.nanos();
    if (session != known) { // answers of the time without Redis are finished first
      known = session;
      nextClaim = now + 2 * CLAIM_EVERY.toNanos();
    }
    if (now - nextClaim < 0) {
      return List.of();
    }
    nextClaim = now + CLAIM_EVERY.toNanos();
    return group.claim(room);
  }

  private static int takeAll(EntryTaker taker, List<OutboxEntry> entries) {
    entries.forEach(taker::take);
    return entries.size();
  }

  private void conclude(OutboxSession session, @Nullable Throwable error) {
    if (error != null
        && connection.conclude(session, error) instanceof RedisAnswer.Refused(String why)
        && told.mayTell(why, SystemTime.nanos())) {
      LOG.error("The outbox in Redis cannot be read: {}. Retrying ten times a second", why);
    }
    SystemTime.sleep(AFTER_TROUBLE.toNanos());
  }
}
