package io.eventpipeline.consumer.order;

/**
 * Which seq a user waits for, as Redis says.
 *
 * @param value from 1
 * @param known false if Redis knows nothing of this user, so that it is 1
 */
public record NextSeq(long value, boolean known) {
  /** Of a user that Redis does not know. */
  public static final NextSeq FIRST = new NextSeq(1, false);
}
