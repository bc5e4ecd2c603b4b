/**
 * Runs the events of a claimed run through their handlers, one after another, and gives each its
 * verdict. Also finds the team's handlers at the start.
 *
 * <p>Before: {@code engine}, which starts a run that {@code order} decided. After: {@code retry}
 * decides what follows a failed attempt, {@code engine} settles the verdicts. Must not know Kafka,
 * Redis nor {@code engine}.
 */
@NullMarked
package io.eventpipeline.consumer.handle;

import org.jspecify.annotations.NullMarked;
