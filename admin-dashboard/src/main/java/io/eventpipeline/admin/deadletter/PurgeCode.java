package io.eventpipeline.admin.deadletter;

/** What {@code purge.lua} says of one event. */
public enum PurgeCode {
  /** Its entry is deleted. */
  DELETED('D'),
  /** A replay of it is under way. */
  REPLAYING('R'),
  /** A handler runs it now. */
  RUNNING('I'),
  /** There is no such entry. */
  GONE('G'),
  /** The script did not come to it. {@link DeadLetters#purge} asks again and never returns it. */
  NOT_REACHED('T');

  private final char letter;

  PurgeCode(char letter) {
    this.letter = letter;
  }

  /** Reads a letter of the script. */
  public static PurgeCode of(char letter) {
    for (PurgeCode code : values()) {
      if (code.letter == letter) {
        return code;
      }
    }
    throw new IllegalArgumentException("no code of purge.lua: " + letter);
  }
}
