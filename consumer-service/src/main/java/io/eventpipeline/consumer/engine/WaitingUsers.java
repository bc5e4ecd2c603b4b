package io.eventpipeline.consumer.engine;

/**
 * How many users of a partition wait.
 *
 * @param gap for a missing seq
 * @param retry for the next attempt of an event
 * @param handler for a handler over its timeout to return
 * @param paused for the end of their pause
 * @param longestNanos the longest wait of one that is not paused; 0 if none is long
 */
record WaitingUsers(int gap, int retry, int handler, int paused, long longestNanos) {}
