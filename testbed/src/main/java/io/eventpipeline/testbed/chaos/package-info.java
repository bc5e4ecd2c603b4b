/**
 * Injects faults and judges the results: events flow through real processes that are killed,
 * stopped, cut off and emptied, and at the end every event must be accounted for.
 *
 * <p>A round goes {@link ChaosLoad} and {@link Fault} → {@link ChaosRound} → {@link Evidence} →
 * {@link Checker} → {@link RoundVerdict} → {@link ChaosReport}. Shares no code with the services.
 */
@NullMarked
package io.eventpipeline.testbed.chaos;

import org.jspecify.annotations.NullMarked;
