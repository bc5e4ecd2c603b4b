package io.eventpipeline.push.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the sends of this worker while the push service is away or refuses our credentials. One
 * probe a second passes; the first that is answered opens the gate. No attempt is spent meanwhile.
 * Threads: any.
 */
@Singleton
public final class SendGate {
  private static final Logger LOG = LoggerFactory.getLogger(SendGate.class);
  private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final AwayRule rule = new AwayRule(SystemTime.nanos());

  @GuardedBy("lock")
  private long nextProbe;

  @GuardedBy("lock")
  private boolean stopping;

  private volatile @Nullable Closed closed;

  /** Why the gate is closed. */
  public record Closed(boolean unauthorized, String why) {}

  public SendGate(Meters<PushMetric> meters) {
    meters.gauge(PushMetric.HELD, "away", this, gate -> gate.isClosed(false) ? 1 : 0);
    meters.gauge(PushMetric.HELD, "unauthorized", this, gate -> gate.isClosed(true) ? 1 : 0);
  }

  /** Null while it is open. */
  public @Nullable Closed closed() {
    return closed;
  }

  private boolean isClosed(boolean unauthorized) {
    Closed now = closed;
    return now != null && now.unauthorized() == unauthorized;
  }

  /** Waits until the caller may send. False if the service stops first. */
  boolean awaitTurn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopping) {
        long wait = closed == null ? 0 : nextProbe - SystemTime.nanos();
        if (wait <= 0) {
          nextProbe = SystemTime.nanos() + PROBE_NANOS;
          return true;
        }
        long ignored = changed.awaitNanos(wait);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits. False if the service stops first. */
  boolean pause(Duration time) throws InterruptedException {
    long end = SystemTime.nanos() + time.toNanos();
    lock.lockInterruptibly();
    try {
      for (long left = time.toNanos(); left > 0 && !stopping; left = end - SystemTime.nanos()) {
        long ignored = changed.awaitNanos(left);
      }
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the push service works: it took a message, or refused this one alone. */
  void noteAnswer() {
    lock.lock();
    try {
      rule.noteAnswer(SystemTime.nanos());
      if (closed != null) {
        closed = null;
        LOG.info("The push service answers again; notifications leave");
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Notes a send without an answer. True if the gate is closed: no attempt is spent. */
  boolean noteFailure(Recipient to, String why) {
    lock.lock();
    try {
      if (rule.noteFailure(to, SystemTime.nanos())) {
        close(new Closed(false, why));
      }
      return closed != null;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that our credentials are refused. */
  void noteUnauthorized(String why) {
    lock.lock();
    try {
      close(new Closed(true, why));
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void close(Closed now) {
    Closed before = closed;
    closed = now;
    if (before != null && before.unauthorized() == now.unauthorized()) {
      return;
    }
    nextProbe = SystemTime.nanos() + PROBE_NANOS;
    LOG.warn(
        "{}: {}. All notifications wait, none is lost; one a second is tried",
        now.unauthorized()
            ? "The push service refuses our credentials"
            : "The push service is away",
        now.why());
  }

  /** From now on nobody waits and nobody passes. */
  public void stop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
