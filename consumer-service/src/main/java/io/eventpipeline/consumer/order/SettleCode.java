package io.eventpipeline.consumer.order;

/** What a settle did with one event. {@code settle.lua} and {@code replay-settle.lua} return it. */
public enum SettleCode {
  /** Final now, with our verdict. */
  SETTLED('S'),
  /** Final already, with this user and seq; or not this replay's to settle any more. */
  FINAL('F'),
  /** Final already, but under another user or seq. */
  FINAL_ELSEWHERE('E'),
  /** Not settled: the user's next seq is not the one that we expect. */
  MOVED('M'),
  /** Not settled: another consumer holds its lease. */
  BUSY('B'),
  /** Not settled: the key of the stream that it emits to holds something else. */
  NO_STREAM('O'),
  /** Not settled, because an event before it was not. */
  UNSETTLED('U');

  private final char code;

  SettleCode(char code) {
    this.code = code;
  }

  public char code() {
    return code;
  }

  boolean isFinal() {
    return switch (this) {
      case SETTLED, FINAL, FINAL_ELSEWHERE -> true;
      case MOVED, BUSY, NO_STREAM, UNSETTLED -> false;
    };
  }

  /**
   * @throws IllegalArgumentException if no script says this
   */
  public static SettleCode of(char code) {
    return switch (code) {
      case 'S' -> SETTLED;
      case 'F' -> FINAL;
      case 'E' -> FINAL_ELSEWHERE;
      case 'M' -> MOVED;
      case 'B' -> BUSY;
      case 'O' -> NO_STREAM;
      case 'U' -> UNSETTLED;
      default -> throw new IllegalArgumentException("unknown settle code " + code);
    };
  }
}
