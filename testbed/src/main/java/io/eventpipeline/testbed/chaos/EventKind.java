package io.eventpipeline.testbed.chaos;

import io.eventpipeline.contract.testing.TestEvent;
import java.util.function.UnaryOperator;

/** What an event makes its handler do, and the final state that must result unless skipped. */
enum EventKind {
  OK("processed", 1, 1, event -> event),
  /** A rule sends a notification. */
  NOTIFY("processed", 1, 1, event -> event.type("test.notify")),
  /** Long enough that some are running whenever a fault strikes. */
  SLOW("processed", 1, 1, event -> event.slow(20 + Math.floorMod(event.id().hashCode(), 400))),
  /** Its handler throws {@code Unavailable} once in each process. */
  AWAY("processed", 1, 2, event -> event.type("test.unavailable").with("times", 1)),
  FAIL("failed", 3, 3, TestEvent::failing),
  FINAL("failed", 1, 1, event -> event.type("test.final")),
  ERROR("failed", 3, 3, event -> event.type("test.error")),
  /** Exceeds the handler timeout wherever it is used. */
  HANG("failed", 3, 3, event -> event.slow(120_000)),
  /** As {@link #HANG}, and ignores the interrupt. */
  STUBBORN("failed", 3, 3, event -> event.type("test.stubborn").with("ms", 3000)),
  /** Becomes a dead letter. Succeeds when it is replayed after what it needs was mended. */
  MENDED("processed", 2, 2, EventKind::mending),
  /** As {@link #MENDED}, but fails again. */
  BROKEN("failed", 2, 2, event -> mending(event).with("fail", true)),
  LONG("processed", 1, 1, event -> event.slow(30_000)),
  /** Ends the process at every start, until it fails as a crash loop. */
  EXIT("failed", 0, 5, event -> event.type("test.exit"));

  /** Type of the events that a round replays. */
  static final String MENDING = "test.mend";

  private final String status;
  private final int attempts;
  private final int runs;
  private final UnaryOperator<TestEvent> shape;

  EventKind(String status, int attempts, int runs, UnaryOperator<TestEvent> shape) {
    this.status = status;
    this.attempts = attempts;
    this.runs = runs;
    this.shape = shape;
  }

  private static TestEvent mending(TestEvent event) {
    return event.type(MENDING).with("ms", Math.floorMod(event.id().hashCode(), 60));
  }

  /** Whether a round with such events replays them. */
  boolean isReplayed() {
    return this == MENDED || this == BROKEN;
  }

  TestEvent shape(TestEvent event) {
    return shape.apply(event);
  }

  String status() {
    return status;
  }

  /** The attempts that Redis must show. */
  int attempts() {
    return attempts;
  }

  /** The runs that start if no process dies and no partition is lost. */
  int runs() {
    return runs;
  }
}
