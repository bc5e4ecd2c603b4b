package io.eventpipeline.consumer.ledger;

/** What came back from a script. */
public sealed interface Answer<T> {
  /** It ran. */
  record Given<T>(T value) implements Answer<T> {}

  /** It was refused: Redis knows another epoch for the partition. Nothing was written. */
  record Fenced<T>(String storedEpoch) implements Answer<T> {}

  /** Redis ran into something that concerns this call alone. Send it again, and by itself. */
  record Refused<T>(Throwable why) implements Answer<T> {}

  /**
   * No answer, or the server as a whole does not do its work, as {@link RedisLink} says. It may or
   * may not have run: send it again.
   */
  record Missing<T>() implements Answer<T> {}
}
