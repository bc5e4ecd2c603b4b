/**
 * Measures how fast the pipeline is, and its ratio to what the same Redis can do in the same run.
 *
 * <p>Services run as processes, as a user runs them. A measurement goes {@link BenchServers} →
 * {@link RedisCeiling} and {@link Drain}, {@link EndToEnd} or {@link Posts} → {@link BenchResult}.
 * It reads every event back from Redis before it counts. {@link ParallelConsumerBench} and {@link
 * PlainControllerBench} measure what else a team would take, in processes of their own.
 */
@NullMarked
package io.eventpipeline.testbed.bench;

import org.jspecify.annotations.NullMarked;
