package io.eventpipeline.push.send;

import io.eventpipeline.push.note.Notification;
import io.eventpipeline.push.outbox.Admission;
import io.eventpipeline.push.outbox.Admissions;
import io.eventpipeline.push.outbox.OutboxEntry;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits before each send until it may leave. Threads: any. */
@Singleton
final class Clearance {
  /** Between two questions while a hold lasts: somebody may end it early. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private static final Duration AFTER_TROUBLE = Duration.ofMillis(100);

  private final SendGate gate;
  private final QuotaHold quota;
  private final Admissions admissions;

  Clearance(SendGate gate, QuotaHold quota, Admissions admissions) {
    this.gate = gate;
    this.quota = quota;
    this.admissions = admissions;
  }

  /**
   * How many more entries would be of use now. Waits a moment before it says none.
   *
   * @param inHand entries that the worker has already
   */
  int awaitUse(int inHand) throws InterruptedException {
    boolean isClosed = gate.closed() != null;
    if (isClosed && inHand == 0) {
      return 1; // the probe
    }
    if (isClosed || quota.left().isPositive()) {
      boolean ignored = gate.pause(AFTER_TROUBLE);
      return 0;
    }
    return Integer.MAX_VALUE;
  }

  /** From now on nothing may leave. */
  void stop() {
    gate.stop();
  }

  /** What Redis says in the end, neither Held nor Unknown; null if the service stops first. */
  @Nullable Admission await(OutboxEntry entry, Notification note) throws InterruptedException {
    while (gate.awaitTurn()) {
      Duration pause;
      switch (admissions.ask(entry, note)) {
        case Admission.Held(Duration left) -> {
          quota.noteLeft(left);
          pause = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
        }
        case Admission.Unknown() -> pause = AFTER_TROUBLE;
        case Admission decided -> {
          return decided;
        }
      }
      if (!gate.pause(pause)) {
        return null;
      }
    }
    return null;
  }
}
