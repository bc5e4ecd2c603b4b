package io.eventpipeline.push.outbox;

import java.util.List;

/** What came of a script. */
public sealed interface RedisAnswer {
  /** It ran. */
  record Given(List<Object> values) implements RedisAnswer {
    /** A text or a number of the reply, as text. */
    public String text(int index) {
      return String.valueOf(values.get(index));
    }

    /** A number of the reply. */
    public long number(int index) {
      return Long.parseLong(text(index));
    }
  }

  /** Redis refused this call alone, because of its keys. It would do so again. */
  record Refused(String why) implements RedisAnswer {}

  /** No answer, or the server refuses all calls. The script may have run. */
  record Missing() implements RedisAnswer {}
}
