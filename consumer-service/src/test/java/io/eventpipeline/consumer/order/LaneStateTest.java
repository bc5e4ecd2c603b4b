package io.eventpipeline.consumer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneStateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "READY                 | MISSING_SEQ BLOCKED PAUSED CLAIMING JUMPING RELEASING GONE",
        "MISSING_SEQ           | PAUSED CLAIMING JUMPING RELEASING GONE",
        "BLOCKED               | MISSING_SEQ PAUSED CLAIMING JUMPING RELEASING GONE",
        "QUARANTINED           | READY PAUSED CLAIMING RELEASING GONE",
        "PAUSED                | MISSING_SEQ BLOCKED CLAIMING JUMPING RELEASING GONE",
        "CLAIMING              | READY QUARANTINED UNSURE CLAIMED",
        "UNSURE                | CLAIMING RELEASING",
        "JUMPING               | READY",
        "CLAIMED               | READY HANDLING SETTLING RETRY_WAIT RELEASING",
        "HANDLING              | CLAIMED HANDLING_AND_SETTLING",
        "HANDLING_AND_SETTLING | HANDLING SETTLING",
        "SETTLING              | CLAIMED",
        "RETRY_WAIT            | READY HANDLING RELEASING",
        "RELEASING             | READY UNSURE CLAIMED GONE",
        "GONE                  | ''",
      })
  void a_state_becomes_only_what_the_table_says(LaneState state, String next) {
    assertThat(
            Arrays.stream(LaneState.values())
                .filter(state::mayBecome)
                .map(LaneState::name)
                .collect(Collectors.joining(" ")))
        .isEqualTo(next);
  }

  @Test
  void a_lane_refuses_what_the_table_does_not_allow() {
    Lane lane =
        new Lane(
            "ann", new Lanes(Bounds.of(LanesDriver.GAP_TIMEOUT, 1), new Quarantine(), e -> {}));
    lane.become(LaneState.CLAIMING);
    assertThatThrownBy(() -> lane.become(LaneState.JUMPING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CLAIMING, not JUMPING");
  }
}
