package io.eventpipeline.ingest.backpressure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagGateTest {
  @ParameterizedTest
  @CsvSource({
    "0, false, false",
    "79, false, false",
    "80, false, true",
    "100, false, true",
    "101, true, true"
  })
  void closes_above_the_maximum_and_opens_below_80_percent(
      long lag, boolean closedIfOpen, boolean closedIfClosed) {
    LagGate open = new LagGate(100);
    open.update(lag, 1);
    assertThat(open.isClosed(1)).isEqualTo(closedIfOpen);
    LagGate closed = new LagGate(100);
    closed.update(101, 0);
    closed.update(lag, 1);
    assertThat(closed.isClosed(1)).isEqualTo(closedIfClosed);
  }

  @Test
  void what_nobody_can_measure_closes_no_gate() {
    LagGate gate = new LagGate(100);
    gate.update(101, -5);
    assertThat(gate.isClosed(LagGate.VALID.toNanos() - 5)).isTrue();
    assertThat(gate.isClosed(LagGate.VALID.toNanos() - 4)).isFalse();
  }
}
