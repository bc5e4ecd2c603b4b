package io.eventpipeline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitNoteTest {
  private static final String TOPIC = "AbCd_-12AbCd_-12AbCd_w";

  @Test
  void a_note_is_read_as_it_was_written() {
    CommitNote note = new CommitNote("0123abcd", 17, TOPIC, 3, Map.of(18L, 2, 21L, 1));
    assertThat(CommitNote.parse(note.text())).isEqualTo(note);
    CommitNote plain = new CommitNote("0123abcd", 17, TOPIC, 0, Map.of());
    assertThat(CommitNote.parse(plain.text())).isEqualTo(plain);
    assertThat(plain.text()).isEqualTo("2 0123abcd 17 " + TOPIC + " 0");
    CommitNote unknown =
        new CommitNote(
            "0123abcd", 17, CommitNote.UNKNOWN_TOPIC, CommitNote.UNKNOWN_EPOCH, Map.of());
    assertThat(CommitNote.parse(unknown.text())).isEqualTo(unknown);
  }

  @Test
  void a_note_of_before_the_topic_was_noted_is_read_on() {
    assertThat(CommitNote.parse("1 0123abcd 17 18:2"))
        .isEqualTo(
            new CommitNote(
                "0123abcd",
                17,
                CommitNote.UNKNOWN_TOPIC,
                CommitNote.UNKNOWN_EPOCH,
                Map.of(18L, 2)));
  }

  @Test
  void a_note_is_of_another_topic_only_if_both_are_known() {
    CommitNote note = new CommitNote("r", 17, TOPIC, 3, Map.of());
    assertThat(note.isOfAnother("another")).isTrue();
    assertThat(note.isOfAnother(TOPIC)).isFalse();
    assertThat(note.isOfAnother("")).isFalse();
    assertThat(new CommitNote("r", 17, "", -1, Map.of()).isOfAnother(TOPIC)).isFalse();
  }

  @Test
  void the_broker_takes_the_longest_note() {
    Map<Long, Integer> attempts = new TreeMap<>();
    for (long offset = 0; offset < 1000; offset++) {
      attempts.put(Long.MAX_VALUE - offset, 2);
    }
    CommitNote longest =
        new CommitNote("f".repeat(40), Long.MAX_VALUE, TOPIC, Integer.MAX_VALUE, attempts);
    assertThat(longest.text()).hasSizeLessThan(4096);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "note of somebody else",
        "3 abc 5",
        "1 abc",
        "1 abc x",
        "1 abc 5 7",
        "1 abc 5 7:x",
        "2 abc 5",
        "2 abc 5 id",
        "2 abc 5 id x",
        "2 abc 5 id 1 7"
      })
  void a_note_of_somebody_else_is_none(String text) {
    assertThat(CommitNote.parse(text)).isNull();
  }
}
