package io.eventpipeline.consumer.order;

/** What the settle says of one event. The characters stand in the script of the same name. */
public enum SettleCode {
  /** Final now, with our verdict. */
  SETTLED('S'),
  /** Was final already, with this user and seq. */
  FINAL('F'),
  /** Was final already, but under another user or seq. */
  FINAL_ELSEWHERE('E'),
  /** Not settled: its user's order is not where we thought. */
  MOVED('M'),
  /** Not settled: somebody else holds a lease on it. */
  BUSY('B'),
  /** Not looked at, because of one before it. */
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
      case MOVED, BUSY, UNSETTLED -> false;
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
      case 'U' -> UNSETTLED;
      default -> throw new IllegalArgumentException("unknown settle code " + code);
    };
  }
}
