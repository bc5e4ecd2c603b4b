package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.OperatorView;
import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.ledger.ScriptResult;
import io.eventpipeline.consumer.ledger.ShownUser;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.Standing;
import io.eventpipeline.consumer.order.Standings;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Shows in Redis, every 2 s, which users of a partition wait for longer than a second and for what.
 * Sends nothing as long as nobody does. Event loop only.
 */
final class WaitBoard {
  private static final long SHOWN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_SHOWN = 200;

  private final Lanes lanes;
  private final OperatorView view;
  private final int maxAttempts;
  private final LedgerAnswers answers;
  private final PartitionOwnership ownership;
  private long lookedAt = SystemTime.nanos();
  private long longestNanos;
  private boolean shown;

  /**
   * @param maxAttempts how many attempts an event has
   */
  WaitBoard(
      Lanes lanes,
      OperatorView view,
      int maxAttempts,
      LedgerAnswers answers,
      PartitionOwnership ownership) {
    this.lanes = lanes;
    this.view = view;
    this.maxAttempts = maxAttempts;
    this.answers = answers;
    this.ownership = ownership;
  }

  void lookIfDue(long now) {
    if (now - lookedAt < OperatorView.EVERY.toNanos()) {
      return;
    }
    lookedAt = now;
    Standings standings = lanes.standings(now - SHOWN_NANOS, MOST_SHOWN);
    longestNanos = Math.max(0, now - standings.oldest());
    Ownership ours = ownership.current();
    if (ours != null && (shown || !standings.isEmpty())) {
      shown = !standings.isEmpty();
      answers.bring(
          view.show(ours, users(standings, now)),
          result -> {
            if (result instanceof ScriptResult.Fenced<?>(String stored)) {
              ownership.fence(ours, stored);
            }
          });
    }
  }

  /** The longest wait of a user that is not paused, as seen last; 0 if none is long. */
  long longestNanos() {
    return longestNanos;
  }

  private List<ShownUser> users(Standings standings, long now) {
    StandingJson json = new StandingJson(now, SystemTime.unixMillis(), maxAttempts);
    List<ShownUser> users = new ArrayList<>(standings.longest().size() + 1);
    for (Standing one : standings.longest()) {
      String leased = one.reason() instanceof Standing.Lease(String event) ? event : null;
      users.add(new ShownUser(one.user(), json.write(one), leased));
    }
    if (standings.more() > 0) {
      users.add(new ShownUser(KeySpace.MORE_USERS, Integer.toString(standings.more()), null));
    }
    return users;
  }
}
