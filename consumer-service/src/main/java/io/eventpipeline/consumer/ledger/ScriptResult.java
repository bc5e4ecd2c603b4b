package io.eventpipeline.consumer.ledger;

/** What came back from a script. */
public sealed interface ScriptResult<T> {
  /** It ran. */
  record Given<T>(T value) implements ScriptResult<T> {}

  /** It was refused: Redis knows another epoch for the partition. Nothing was written. */
  record Fenced<T>(String storedEpoch) implements ScriptResult<T> {}

  /** Redis ran into something that concerns this call alone. Send it again, and by itself. */
  record Refused<T>(Throwable why) implements ScriptResult<T> {}

  /**
   * No answer, or the server as a whole does not do its work, as {@link LedgerConnection} says. It
   * may or may not have run: send it again.
   */
  record Missing<T>() implements ScriptResult<T> {}
}
