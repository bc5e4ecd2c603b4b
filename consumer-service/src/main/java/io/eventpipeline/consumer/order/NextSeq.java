package io.eventpipeline.consumer.order;

/**
 * A user's next seq, as Redis has it.
 *
 * @param value from 1
 * @param known false if Redis has no next seq for the user; the value is 1 then
 */
public record NextSeq(long value, boolean known) {
  /** The next seq of a user whom Redis does not know. */
  public static final NextSeq FIRST = new NextSeq(1, false);
}
