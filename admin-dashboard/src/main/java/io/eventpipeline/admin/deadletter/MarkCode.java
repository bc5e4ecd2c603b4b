package io.eventpipeline.admin.deadletter;

/** What {@code replay-mark.lua} says of one event. */
public enum MarkCode {
  /** It may run once more, for the token that was given. */
  MARKED('M'),
  /** Another replay of it is under way. */
  REPLAYING('R'),
  /** A handler runs it now. */
  RUNNING('I'),
  /** It was processed in the meantime; its entry is removed. */
  PROCESSED('P'),
  /** There is no such entry. */
  GONE('G'),
  /** The script did not come to it. {@link DeadLetters#mark} asks again and never returns it. */
  NOT_REACHED('T');

  private final char letter;

  MarkCode(char letter) {
    this.letter = letter;
  }

  /** As in the script. */
  public char letter() {
    return letter;
  }

  /** Reads a letter of the script. */
  public static MarkCode of(char letter) {
    for (MarkCode code : values()) {
      if (code.letter == letter) {
        return code;
      }
    }
    throw new IllegalArgumentException("no code of replay-mark.lua: " + letter);
  }
}
