/**
 * What a team would take instead of the pipeline: Confluent's Parallel Consumer, ordered by key,
 * and Lettuce. {@code ./pipeline bench parallel-consumer} compares the consumer with it.
 *
 * <p>It knows no seq, no gap, no retry of one event and no dead letter: an event is deduplicated,
 * appended to its user's order, and gets a state that expires, in one atomic step.
 */
@NullMarked
package io.eventpipeline.testbed.parallel;

import org.jspecify.annotations.NullMarked;
