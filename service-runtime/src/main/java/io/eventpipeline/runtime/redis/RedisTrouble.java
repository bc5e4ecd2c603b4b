package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.observe.OnceAMinute;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What stands between a service and its Redis, for health and for the log, which gets one line a
 * minute of each trouble. Threads: any.
 */
public final class RedisTrouble {
  private final Logger log;
  private final String address;
  private final String consequence;
  private final OnceAMinute told = new OnceAMinute();
  private volatile boolean silent;
  private volatile boolean complained;
  private volatile @Nullable Cause cause;

  /**
   * @param lasting until {@link #over} is called
   * @param until in nanoseconds of System.nanoTime, of one that passes by itself
   */
  private record Cause(String why, boolean lasting, long until) {}

  /**
   * @param consequence what it means for the service, and what it does about it
   */
  public RedisTrouble(Logger log, String address, String consequence) {
    this.log = log;
    this.address = address;
    this.consequence = consequence;
  }

  /** Redis cannot be used, until {@link #over} is called. */
  public void lasts(String why) {
    cause = new Cause(why, true, 0);
    tell(why);
  }

  /** Redis did not do its work; it counts as mended if that is not said again for so long. */
  public void passes(String why, Duration after) {
    Cause current = cause;
    if (current != null && current.lasting()) {
      tell(current.why());
    } else {
      cause = new Cause(why, false, System.nanoTime() + after.toNanos());
      tell(why);
    }
  }

  /** A server is there that does its work. */
  public void over(RedisServerInfo server) {
    cause = null;
    if (complained || told.mayTell(server.runId(), System.nanoTime())) {
      complained = false;
      log.info(
          "Redis at {} is there: version {}, run id {}", address, server.version(), server.runId());
    }
  }

  /** Why Redis cannot be used at the moment; null if it can, as far as is known. */
  public @Nullable String now() {
    Cause current = cause;
    return current == null || (!current.lasting() && current.until() - System.nanoTime() <= 0)
        ? null
        : current.why();
  }

  /** From now on nothing is logged: the service ends, and ends its connections itself. */
  public void silence() {
    silent = true;
  }

  private void tell(String why) {
    String trouble = why.split(" \\(", 2)[0]; // the server's own words for it may differ
    if (!silent && told.mayTell(trouble, System.nanoTime())) {
      complained = true;
      log.warn("Redis at {} cannot be used: {}. {}", address, why, consequence);
    }
  }
}
