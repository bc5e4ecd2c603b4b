package io.eventpipeline.consumer.order;

import java.time.Duration;

/** What blocks a lane that Redis has asked to come back later. */
enum Obstacle {
  /** Another consumer holds the lease. */
  LEASE(OrderSettings.BUSY_WAIT),
  /** The key of an outbox stream holds something else. */
  STREAM(OrderSettings.NO_STREAM_WAIT);

  private final Duration pause;

  Obstacle(Duration pause) {
    this.pause = pause;
  }

  /** How long the lane waits before it asks again. */
  Duration pause() {
    return pause;
  }
}
