package io.eventpipeline.admin.push;

/** What {@code replay-push.lua} says of one notification. */
public enum PushReplayCode {
  /** It is in the outbox again. */
  REPLAYED('R'),
  /** It was sent in the meantime, so it stays as it is. */
  SENT('S'),
  /** There is no such entry. */
  GONE('G'),
  /** It was given up because its text is no notification. */
  MALFORMED('M');

  private final char letter;

  PushReplayCode(char letter) {
    this.letter = letter;
  }

  /** As in the script. */
  public char letter() {
    return letter;
  }

  /** Reads a letter of the script. */
  static PushReplayCode of(char letter) {
    for (PushReplayCode code : values()) {
      if (code.letter == letter) {
        return code;
      }
    }
    throw new IllegalArgumentException("no code of replay-push.lua: " + letter);
  }
}
