package io.eventpipeline.testbed.chaos;

/**
 * The pause of one user, as Redis showed it. Times are unix milliseconds.
 *
 * @param from when it began
 * @param to when it was last seen to hold
 * @param ended who or what ended it before its time; empty if nobody did
 */
record PauseHold(String user, long from, long to, String ended) {}
