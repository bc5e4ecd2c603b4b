package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.observe.OnceAMinute;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps why a service cannot use its Redis, for health. Logs each reason at most once a minute.
 * Threads: any.
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
   * @param until System.nanoTime at which a cause that does not last is over
   */
  private record Cause(String why, boolean lasting, long until) {}

  /**
   * @param consequence one or two sentences on the effect and on what the service does
   */
  public RedisTrouble(Logger log, String address, String consequence) {
    this.log = log;
    this.address = address;
    this.consequence = consequence;
  }

  /** Notes that Redis cannot be used until {@link #over}. */
  public void reportLasting(String why) {
    cause = new Cause(why, true, 0);
    tell(why);
  }

  /** Notes a failure. Redis counts as usable again if there is no other one {@code after}. */
  public void reportPassing(String why, Duration after) {
    Cause current = cause;
    if (current != null && current.lasting()) {
      tell(current.why());
    } else {
      cause = new Cause(why, false, System.nanoTime() + after.toNanos());
      tell(why);
    }
  }

  /** Notes that a server works. */
  public void end(RedisServerInfo server) {
    cause = null;
    if (complained || told.mayTell(server.runId(), System.nanoTime())) {
      complained = false;
      log.info(
          "Redis at {} answers: version {}, run id {}", address, server.version(), server.runId());
    }
  }

  /** Why Redis cannot be used now; null if no reason is known. */
  public @Nullable String now() {
    Cause current = cause;
    return current == null || (!current.lasting() && current.until() - System.nanoTime() <= 0)
        ? null
        : current.why();
  }

  /** Stops logging, because the service ends and closes its own connections. */
  public void silence() {
    silent = true;
  }

  private void tell(String why) {
    String trouble =
        why.split(" \\(", 2)[0]; // the part in parentheses quotes the server and may differ
    if (!silent && told.mayTell(trouble, System.nanoTime())) {
      complained = true;
      log.warn("Redis at {} cannot be used: {}. {}", address, why, consequence);
    }
  }
}
