package io.eventpipeline.consumer.ledger;

/** What came of a script. */
public sealed interface ScriptResult<T> {
  /** It ran. */
  record Given<T>(T value) implements ScriptResult<T> {}

  /** Redis stores another epoch for the partition. Nothing was written. */
  record Fenced<T>(String storedEpoch) implements ScriptResult<T> {}

  /** Redis refused this call alone, because of its keys. Send it again, and alone. */
  record Refused<T>(Throwable why) implements ScriptResult<T> {}

  /**
   * No answer, or the server refuses all calls. The script may have run: send it again. {@link
   * LedgerConnection} tells the operator why.
   */
  record Missing<T>() implements ScriptResult<T> {}
}
