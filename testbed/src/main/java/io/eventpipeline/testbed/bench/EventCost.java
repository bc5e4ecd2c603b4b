package io.eventpipeline.testbed.bench;

/**
 * CPU time for one event, in microseconds.
 *
 * @param redis of Redis' main thread
 */
record EventCost(double consumer, double redis) {}
