package io.eventpipeline.consumer.engine;

/**
 * How many users of a partition wait.
 *
 * @param gap for a missing seq
 * @param retry for the next attempt of an event
 * @param handler for a handler over its timeout to return
 */
record WaitingUsers(int gap, int retry, int handler) {}
