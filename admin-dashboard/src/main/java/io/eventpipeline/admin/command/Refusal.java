package io.eventpipeline.admin.command;

/** Says that a command did nothing, and why. */
final class Refusal {
  /** Exit status. */
  static final int STATUS = 2;

  private Refusal() {}

  /**
   * Prints it.
   *
   * @param reason why, and what to do
   * @return the exit status
   */
  static int say(String reason) {
    System.err.println("pipeline: refused: " + reason);
    return STATUS;
  }
}
