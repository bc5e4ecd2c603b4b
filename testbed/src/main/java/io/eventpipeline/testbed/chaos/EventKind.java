package io.eventpipeline.testbed.chaos;

import io.eventpipeline.contract.testing.TestEvent;
import java.util.function.UnaryOperator;

/** What an event asks of its handler, and what is to become of it unless it is skipped. */
enum EventKind {
  OK("processed", 1, 1, event -> event),
  /** Long enough for some to be under way whenever something happens. */
  SLOW("processed", 1, 1, event -> event.slow(20 + Math.floorMod(event.id().hashCode(), 400))),
  /** Its handler says once in each process that what it needs is away. */
  AWAY("processed", 1, 2, event -> event.type("test.unavailable").with("times", 1)),
  FAIL("failed", 3, 3, TestEvent::failing),
  FINAL("failed", 1, 1, event -> event.type("test.final")),
  ERROR("failed", 3, 3, event -> event.type("test.error")),
  /** Longer than any handler may take where it is used. */
  HANG("failed", 3, 3, event -> event.slow(120_000)),
  /** As {@link #HANG}, but the interrupt does not end it. */
  STUBBORN("failed", 3, 3, event -> event.type("test.stubborn").with("ms", 3000)),
  LONG("processed", 1, 1, event -> event.slow(30_000)),
  /** Ends the process, until it is given up. */
  EXIT("failed", 0, 5, event -> event.type("test.exit"));

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

  TestEvent shape(TestEvent event) {
    return shape.apply(event);
  }

  String status() {
    return status;
  }

  /** Handler runs that end, as Redis is to tell. */
  int attempts() {
    return attempts;
  }

  /** Handler runs that start while no process dies and no partition is lost. */
  int runs() {
    return runs;
  }
}
