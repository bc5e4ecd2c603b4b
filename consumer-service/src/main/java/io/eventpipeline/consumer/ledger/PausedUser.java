package io.eventpipeline.consumer.ledger;

/**
 * A user that is paused.
 *
 * @param msLeft until its pause ends, counted from Redis' answer; above 0
 * @param until when its pause ends, unix milliseconds of Redis' clock
 */
public record PausedUser(String user, long msLeft, long until) {}
