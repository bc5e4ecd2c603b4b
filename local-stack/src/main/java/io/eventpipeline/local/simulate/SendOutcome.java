package io.eventpipeline.local.simulate;

/** How a request ended. */
sealed interface SendOutcome {
  /** The API answered as it must; with this status. */
  record Expected(int status) implements SendOutcome {}

  /** It did not, or not in time. */
  record Wrong(String why) implements SendOutcome {}
}
