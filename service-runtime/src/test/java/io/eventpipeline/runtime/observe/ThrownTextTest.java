package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ThrownTextTest {
  private static final String ROW = "x".repeat(1_000_000);

  /** Its initializer fails, as one does that misses a setting. */
  private static final class Unready {
    static final Object NEEDED = need();

    private static Object need() {
      throw new IllegalStateException("no setting");
    }
  }

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException();
    }
  }

  private static Throwable thrownBy(Runnable code) {
    try {
      code.run();
      throw new AssertionError("nothing was thrown");
    } catch (RuntimeException | LinkageError e) {
      return e;
    }
  }

  @Test
  void the_class_is_told_with_the_message() {
    assertThat(ThrownText.message(new NoClassDefFoundError("com/acme/Helper")))
        .isEqualTo("java.lang.NoClassDefFoundError: com/acme/Helper");
    int[] three = new int[3];
    assertThat(ThrownText.message(thrownBy(() -> three[Integer.parseInt("5")]++)))
        .isEqualTo("java.lang.ArrayIndexOutOfBoundsException: Index 5 out of bounds for length 3");
  }

  @Test
  void without_a_message_the_place_is_told() {
    assertThat(ThrownText.message(thrownBy(() -> java.util.Objects.requireNonNull(null))))
        .startsWith("java.lang.NullPointerException at io.eventpipeline.")
        .contains("ThrownTextTest.java:");
    assertThat(ThrownText.message(new IOException(" "))).startsWith("java.io.IOException at ");
  }

  @Test
  void causes_are_told_unless_they_are_quoted_already() {
    assertThat(ThrownText.message(thrownBy(() -> Unready.NEEDED.hashCode())))
        .isEqualTo(
            "java.lang.ExceptionInInitializerError, caused by"
                + " java.lang.IllegalStateException: no setting");
    assertThat(ThrownText.message(new CompletionException(new IOException("disk full"))))
        .isEqualTo("java.util.concurrent.CompletionException: java.io.IOException: disk full");
    assertThat(
            ThrownText.message(
                new IllegalStateException("order 7 is not saved", new IOException("disk full"))))
        .isEqualTo(
            "java.lang.IllegalStateException: order 7 is not saved, caused by"
                + " java.io.IOException: disk full");
  }

  @Test
  void of_a_long_chain_the_root_is_told() {
    Throwable chain = new IOException("root");
    for (int i = 9; i > 0; i--) {
      chain = new IllegalStateException("level " + i, chain);
    }
    assertThat(ThrownText.message(chain))
        .contains("level 1,", "level 4,")
        .doesNotContain("level 5")
        .endsWith("java.io.IOException: root");
  }

  @Test
  void a_chain_without_an_end_ends() {
    Exception one = new Exception("one");
    Exception two = new Exception("two", one);
    one.initCause(two);
    assertThat(ThrownText.message(one))
        .isEqualTo("java.lang.Exception: one, caused by java.lang.Exception: two");
    assertThat(ThrownText.trace(one)).contains("Caused by: java.lang.Exception: two\n");
  }

  @Test
  void what_quotes_a_whole_row_is_cut() {
    Throwable big = new IllegalStateException(ROW, new IOException("disk full"));
    assertThat(ThrownText.message(new IOException(ROW))).hasSize(2_000).endsWith("x…");
    assertThat(ThrownText.message(big)).hasSizeLessThan(2_000).endsWith("disk full");
    assertThat(ThrownText.trace(big))
        .hasSizeLessThanOrEqualTo(3_000)
        .contains("Caused by: java.io.IOException: disk full\n")
        .endsWith("\n");
    Throwable bigToo = new IOException(ROW, new IOException(ROW, new IOException(ROW)));
    assertThat(ThrownText.trace(bigToo)).hasSize(3_000).endsWith("…\n");
  }

  @Test
  void a_pair_of_surrogates_is_never_split() {
    String smiles = "😀".repeat(10);
    assertThat(ThrownText.cut(smiles, 20)).isEqualTo(smiles);
    assertThat(ThrownText.cut(smiles, 6)).isEqualTo("😀😀…");
    assertThat(ThrownText.cut(smiles, 5)).isEqualTo("😀😀…");
  }

  @Test
  void a_message_forges_no_line_of_a_trace() {
    String trace =
        ThrownText.trace(new IOException("a\n\tat com.acme.Fake(Fake.java:1)\nCaused by: b"));
    assertThat(trace.lines().toList().get(0))
        .isEqualTo("java.io.IOException: a\\n\\tat com.acme.Fake(Fake.java:1)\\nCaused by: b");
    assertThat(trace.lines().skip(1)).allMatch(line -> line.startsWith("\t"));
  }

  @Test
  void what_is_suppressed_is_told_and_leaves_room_for_the_cause() {
    Exception failed = new IOException("outer", new IOException("root"));
    for (int i = 0; i < 1000; i++) {
      failed.addSuppressed(new IOException(ROW));
    }
    assertThat(ThrownText.trace(failed))
        .contains("\tSuppressed: java.io.IOException: xxx")
        .contains("Caused by: java.io.IOException: root\n");
  }

  @Test
  void one_that_cannot_tell_its_message_is_told_too() {
    String text =
        "io.eventpipeline.runtime.observe.ThrownTextTest$Unreadable: (reading its message failed"
            + " with java.lang.IllegalStateException)";
    assertThat(ThrownText.message(new Unreadable())).isEqualTo(text);
    assertThat(ThrownText.trace(new Unreadable())).startsWith(text + "\n\tat ");
  }
}
