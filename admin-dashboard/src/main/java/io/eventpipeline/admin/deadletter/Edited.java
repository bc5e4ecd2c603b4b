package io.eventpipeline.admin.deadletter;

/** Whether an edited event may be replayed in the place of a dead letter. */
public sealed interface Edited {
  /**
   * It may.
   *
   * @param record the value of the record to publish
   */
  record Accepted(byte[] record) implements Edited {}

  /**
   * It may not.
   *
   * @param pointer JSON pointer to what is wrong; {@code ""} for the whole text
   * @param detail what it must be
   */
  record Refused(String pointer, String detail) implements Edited {
    /** In one line. */
    @Override
    public String toString() {
      return (pointer + " " + detail).strip();
    }
  }
}
