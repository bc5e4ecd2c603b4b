/**
 * How fast the pipeline is, as a ratio to what the Redis behind it can do in the same run.
 *
 * <p>Services run as processes of their own, as a user runs them. A measurement goes {@link
 * BenchServers} → {@link RedisCeiling} and {@link Drain}, {@link EndToEnd} or {@link Posts} →
 * {@link BenchResult}, and reads every event back from Redis before it counts.
 */
@NullMarked
package io.eventpipeline.testbed.bench;

import org.jspecify.annotations.NullMarked;
