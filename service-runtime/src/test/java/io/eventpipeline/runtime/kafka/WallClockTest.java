package io.eventpipeline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WallClockTest {
  private final AtomicLong wall = new AtomicLong(1_700_000_000_000L);
  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
  private final WallClock clock = new WallClock(wall::get, nanos::get);

  @Test
  void timeThatPassesIsNoStep() {
    pass(3_600_000);
    assertThat(clock.wasSetBack()).isFalse();
  }

  @Test
  void aStepBackIsToldOnce() {
    wall.addAndGet(-3_600_000);
    pass(500);
    assertThat(clock.wasSetBack()).isTrue();
    assertThat(clock.wasSetBack()).isFalse();
  }

  @Test
  void aStepForwardIsNone() {
    wall.addAndGet(3_600_000);
    assertThat(clock.wasSetBack()).isFalse();
  }

  @Test
  void theWayBackFromAStepForwardIsOne() {
    wall.addAndGet(3_600_000);
    clock.wasSetBack();
    wall.addAndGet(-3_600_000);
    assertThat(clock.wasSetBack()).isTrue();
  }

  @Test
  void whatTimeServicesCorrectIsTolerated() {
    wall.addAndGet(-1_900);
    assertThat(clock.wasSetBack()).isFalse();
  }

  private void pass(long millis) {
    wall.addAndGet(millis);
    nanos.addAndGet(millis * 1_000_000);
  }
}
