package io.eventpipeline.consumer.ledger;

/** What came back from a script. */
public sealed interface Answer<T> {
  /** It ran. */
  record Given<T>(T value) implements Answer<T> {}

  /** It was refused: Redis knows another epoch for the partition. Nothing was written. */
  record Fenced<T>(String storedEpoch) implements Answer<T> {}

  /** Redis did not answer, or could not run it. It may or may not have run: send it again. */
  record Missing<T>(Throwable why) implements Answer<T> {}
}
