package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitNoteTest {
  @Test
  void a_note_is_read_as_it_was_written() {
    CommitNote note = new CommitNote("0123abcd", 17, Map.of(18L, 2, 21L, 1));
    assertThat(CommitNote.parse(note.text())).isEqualTo(note);
    CommitNote plain = new CommitNote("0123abcd", 17, Map.of());
    assertThat(CommitNote.parse(plain.text())).isEqualTo(plain);
    assertThat(plain.text()).isEqualTo("1 0123abcd 17");
  }

  @Test
  void the_broker_takes_the_longest_note() {
    Map<Long, Integer> attempts = new TreeMap<>();
    for (long offset = 0; offset < 1000; offset++) {
      attempts.put(Long.MAX_VALUE - offset, 2);
    }
    assertThat(new CommitNote("f".repeat(40), Long.MAX_VALUE, attempts).text())
        .hasSizeLessThan(4096);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "note of somebody else",
        "2 abc 5",
        "1 abc",
        "1 abc x",
        "1 abc 5 7",
        "1 abc 5 7:x"
      })
  void a_note_of_somebody_else_is_none(String text) {
    assertThat(CommitNote.parse(text)).isNull();
  }
}
