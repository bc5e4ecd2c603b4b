package io.eventpipeline.consumer.order;

/**
 * What the paused users of a partition hold of it.
 *
 * @param user the one with the lowest offset
 * @param offset that offset
 * @param events of all of them
 * @param bytes of the values of these events
 */
public record PausedLoad(String user, long offset, int events, long bytes) {
  /** Of both together. */
  PausedLoad plus(PausedLoad other) {
    PausedLoad first = offset < other.offset ? this : other;
    return new PausedLoad(first.user, first.offset, events + other.events, bytes + other.bytes);
  }
}
