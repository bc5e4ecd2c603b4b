/**
 * What leaves the pipeline together with an event's final state: emissions that handlers return,
 * and those that rules make. Pure. The settle writes them into a stream.
 */
@NullMarked
package io.eventpipeline.consumer.outbox;

import org.jspecify.annotations.NullMarked;
