package io.eventpipeline.ingest.webhook;

/** What a check of signature and time found. */
sealed interface Authenticity {
  /**
   * The sender is who it says.
   *
   * @param secret index of the first secret that matched
   */
  record Genuine(int secret, Proof proof) implements Authenticity {}

  /** The timestamp is missing, no number, or too far from now. */
  record WrongTime() implements Authenticity {}

  /** The signature is missing or wrong. */
  record Forged() implements Authenticity {}
}
