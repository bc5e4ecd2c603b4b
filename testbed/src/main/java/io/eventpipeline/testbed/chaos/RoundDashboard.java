package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.AdminSide;
import io.eventpipeline.testbed.rig.HttpReply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The dashboard of a round, and somebody who looks at all its pages again and again. Whatever else
 * is away, each page must come. Threads: any.
 */
final class RoundDashboard {
  private static final long BETWEEN_PAGES_MS = 200;
  private static final Duration READY = Duration.ofMinutes(3);

  private final ChaosRound round;
  private final AtomicInteger starts = new AtomicInteger();
  private volatile boolean isUp = true;
  private int seen;

  RoundDashboard(ChaosRound round) {
    this.round = round;
  }

  private AdminSide side() {
    return round.pipeline().admin();
  }

  /** Looks at a page, if there is a dashboard. One thread. */
  void look() {
    round.pause(BETWEEN_PAGES_MS);
    if (!isUp || !round.pipeline().isShown()) {
      return;
    }
    int before = starts.get();
    String page = AdminSide.PAGES.get(seen % AdminSide.PAGES.size());
    try {
      HttpReply reply = side().get(page);
      seen++;
      if (reply.status() != 200) {
        round.addProblem("the page %s answers %s".formatted(page, reply));
      }
    } catch (UncheckedIOException e) {
      if (isUp && before == starts.get()) {
        round.addProblem("the page %s does not come: %s".formatted(page, e.getMessage()));
      }
    }
  }

  /** Sends SIGKILL. Call {@link #restart} after it. */
  void kill() {
    isUp = false;
    side().process().signal("KILL");
    side().process().process().onExit().join();
  }

  /** Starts it again, and waits until it is ready. */
  void restart() {
    int ignored = starts.incrementAndGet();
    side().launch().awaitReady(READY);
    isUp = true;
  }

  /** What it shows at the end. */
  DashboardEvidence evidence() {
    if (!round.pipeline().isShown()) {
      return DashboardEvidence.NONE;
    }
    round.say("%,d pages were looked at".formatted(seen));
    return DashboardEvidence.read(side());
  }
}
