package io.eventpipeline.push.send;

import io.eventpipeline.push.PushSettings;
import io.eventpipeline.push.finish.FinishedEntry;
import io.eventpipeline.push.finish.Finisher;
import io.eventpipeline.push.outbox.EntryTaker;
import io.eventpipeline.push.outbox.OutboxEntry;
import io.eventpipeline.push.outbox.OwnEntries;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each entry a thread of its own until Redis knows what became of it. {@code
 * push.max-parallel} bounds the entries in hand.
 */
@Singleton
public final class PushWorker implements EntryTaker {
  private static final Logger LOG = LoggerFactory.getLogger(PushWorker.class);

  /** After the last send, for Redis. */
  private static final Duration TO_WRITE = Duration.ofSeconds(3);

  private final PushDelivery delivery;
  private final Finisher finisher;
  private final OwnEntries own;
  private final Clearance clearance;
  private final int most;
  private final Duration grace;
  private final Semaphore room;

  PushWorker(
      PushDelivery delivery,
      Finisher finisher,
      OwnEntries own,
      Clearance clearance,
      PushSettings settings) {
    this.delivery = delivery;
    this.finisher = finisher;
    this.own = own;
    this.clearance = clearance;
    most = settings.maxParallel();
    grace = settings.sendTimeout().plus(TO_WRITE);
    room = new Semaphore(most);
  }

  /** Call once, before any entry is taken. */
  public void start() {
    finisher.start();
  }

  /**
   * Lets sends under way finish, and gives back what has not been sent. Call it when no entry is
   * taken any more.
   *
   * @return false if some did not finish in time: other workers will claim them
   */
  public boolean stop() throws InterruptedException {
    LOG.info("finishing sends under way, {} ms at most", grace.toMillis());
    clearance.stop();
    boolean idle = room.tryAcquire(most, grace.toNanos(), TimeUnit.NANOSECONDS);
    finisher.stop(TO_WRITE);
    return idle;
  }

  @Override
  public int awaitRoom(Duration longest) throws InterruptedException {
    int useful = clearance.awaitUse(own.count());
    if (useful == 0 || !room.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      return 0;
    }
    room.release();
    return Math.min(useful, room.availablePermits()); // nobody else takes any
  }

  @Override
  public void take(OutboxEntry entry) {
    if (own.add(entry)) {
      room.acquireUninterruptibly();
      Thread.ofVirtual().name("notification").start(() -> work(entry));
    }
  }

  private void work(OutboxEntry entry) {
    try {
      FinishedEntry finished = delivery.attempt(entry);
      if (finished == null) {
        letGo(entry);
      } else {
        finisher.submit(finished, () -> letGo(entry));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      letGo(entry);
    } catch (RuntimeException | Error bug) {
      LOG.error("entry {} could not be worked on; a worker claims it again", entry.id(), bug);
      letGo(entry);
    }
  }

  private void letGo(OutboxEntry entry) {
    own.remove(entry);
    room.release();
  }
}
