/**
 * Faults on purpose, and a judge: a load flows through a pipeline of real processes while they are
 * killed, stopped, cut off and emptied; in the end every event is accounted for.
 *
 * <p>Shares no code with what it tests. A round goes {@link ChaosLoad} and {@link Fault} → {@link
 * ChaosRound} → {@link Checker} → {@link Verdict} → {@link ChaosReport}.
 */
@NullMarked
package io.eventpipeline.testbed.chaos;

import org.jspecify.annotations.NullMarked;
