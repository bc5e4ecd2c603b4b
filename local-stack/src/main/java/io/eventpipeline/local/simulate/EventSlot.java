package io.eventpipeline.local.simulate;

import java.time.Instant;

/**
 * A place in the plan that an event takes.
 *
 * @param number of the request in the run, from 0
 * @param eventId whose order as text is that of the numbers, so that it decides between equal times
 * @param at when it is due
 */
record EventSlot(long number, String eventId, Instant at) {}
