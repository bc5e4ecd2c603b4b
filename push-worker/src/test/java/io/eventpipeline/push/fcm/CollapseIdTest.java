package io.eventpipeline.push.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CollapseIdTest {
  @Test
  void a_short_id_stays_and_a_long_one_is_hashed() {
    assertThat(CollapseId.of("e1#1")).isEqualTo("e1#1");
    assertThat(CollapseId.of("x".repeat(64))).isEqualTo("x".repeat(64));
    assertThat(CollapseId.of("x".repeat(65)))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(CollapseId.of("x".repeat(66)));
  }

  @Property(tries = 200)
  void it_always_fits(@ForAll @StringLength(max = 140) String noteId) {
    assertThat(CollapseId.of(noteId).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(64);
  }
}
